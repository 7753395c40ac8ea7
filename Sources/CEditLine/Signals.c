#define _GNU_SOURCE
#include "CEditLine.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static atomic_int interrupts;
static atomic_llong last_interrupt;  // nanoseconds
static atomic_bool interrupted_twice;
static volatile sig_atomic_t resized, suspended, continued;
static volatile sig_atomic_t editing, raw;
static struct termios found, edited;
static struct sigaction before_stop, before_continue, before_resize;
// What waits watches the reading end: a handler may run on any thread, so that the waiting one
// need not be the one that a signal interrupts.
static int wake[2] = {-1, -1};

static void wake_up(void) {
  int saved = errno;
  ssize_t ignored = write(wake[1], "", 1);
  (void)ignored;
  errno = saved;
}

static void on_interrupt(int signal) {
  (void)signal;
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  long long now = time.tv_sec * 1000000000LL + time.tv_nsec;
  long long before = atomic_exchange(&last_interrupt, now);
  if (atomic_fetch_add(&interrupts, 1) > 0 && now - before < 1000000000LL) {
    atomic_store(&interrupted_twice, true);
  }
  wake_up();
}

static void on_event(int signal) {
  if (signal == SIGWINCH) resized = 1;
  if (signal == SIGTSTP) suspended = 1;
  if (signal == SIGCONT) continued = 1;
  wake_up();
}

static void open_wake(void) {
  if (wake[0] >= 0) return;
  if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) != 0) wake[0] = wake[1] = -1;
}

// Only calls that are safe in a signal handler.
static void restore_terminal(void) {
  static const char ordinary[] = "\033[?2004l\033[?25h\033[0m\r\n";
  if (!raw) return;
  raw = 0;
  ssize_t ignored = write(STDOUT_FILENO, ordinary, sizeof ordinary - 1);
  (void)ignored;
  tcsetattr(STDIN_FILENO, TCSANOW, &found);
}

// The action was reset when the handler began, so the signal now does what it always does.
static void on_death(int signal) {
  restore_terminal();
  raise(signal);
}

static void handle(int signal, void (*handler)(int), int flags, struct sigaction *before) {
  // No SA_RESTART: what waits must wake up.
  struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, before);
}

static void handle_deaths(void) {
  static const int deaths[] = {SIGTERM, SIGHUP, SIGQUIT, SIGILL, SIGTRAP,
                               SIGABRT, SIGBUS, SIGFPE,  SIGSEGV};
  static bool done;
  if (done) return;
  done = true;
  for (unsigned i = 0; i < sizeof deaths / sizeof *deaths; i++) {
    struct sigaction now;
    sigaction(deaths[i], NULL, &now);
    if (now.sa_handler == SIG_DFL) handle(deaths[i], on_death, SA_RESETHAND | SA_NODEFER, NULL);
  }
}

void interrupt_install(void) {
  open_wake();
  handle(SIGINT, on_interrupt, 0, NULL);
}

int interrupt_count(void) { return atomic_load(&interrupts); }
bool interrupt_is_double(void) { return atomic_load(&interrupted_twice); }

void interrupt_clear(void) {
  atomic_store(&interrupts, 0);
  atomic_store(&interrupted_twice, false);
}

void editline_begin(void) {
  if (editing) return;
  editing = 1;
  tcgetattr(STDIN_FILENO, &found);
  open_wake();
  handle_deaths();
  resized = suspended = continued = 0;
  handle(SIGWINCH, on_event, 0, &before_resize);
  handle(SIGTSTP, on_event, 0, &before_stop);
  handle(SIGCONT, on_event, 0, &before_continue);
}

void editline_make_raw(void) {
  edited = found;
  // Ctrl-C and Ctrl-Z stay signals; Ctrl-S, Ctrl-Q and Ctrl-V become keys; Enter stays \r.
  edited.c_iflag &= ~(tcflag_t)(IXON | ICRNL | INLCR | IGNCR | ISTRIP);
  edited.c_lflag &= ~(tcflag_t)(ICANON | ECHO | IEXTEN);
  edited.c_lflag |= ISIG;
  edited.c_oflag |= OPOST | ONLCR;
  edited.c_cc[VMIN] = 1;
  edited.c_cc[VTIME] = 0;
  raw = 1;
  while (tcsetattr(STDIN_FILENO, TCSADRAIN, &edited) == -1 && errno == EINTR) continue;
}

static void make_cooked(void) {
  while (tcsetattr(STDIN_FILENO, TCSADRAIN, &found) == -1 && errno == EINTR) continue;
  raw = 0;
}

void editline_end(void) {
  if (!editing) return;
  make_cooked();
  sigaction(SIGWINCH, &before_resize, NULL);
  sigaction(SIGTSTP, &before_stop, NULL);
  sigaction(SIGCONT, &before_continue, NULL);
  editing = 0;
}

void editline_suspend(void) {
  bool was_raw = raw;
  make_cooked();
  sigaction(SIGTSTP, &before_stop, NULL);
  raise(SIGTSTP);
  handle(SIGTSTP, on_event, 0, NULL);
  if (was_raw) editline_make_raw();
}

static bool take(volatile sig_atomic_t *flag) {
  bool was_set = *flag;
  *flag = 0;
  return was_set;
}

enum EditLineEvent editline_wait(int milliseconds) {
  for (;;) {
    if (interrupt_count() > 0) return EditLineInterrupted;
    if (take(&suspended)) return EditLineSuspended;
    if (take(&continued)) return EditLineContinued;
    if (take(&resized)) return EditLineResized;
    struct pollfd inputs[2] = {{.fd = STDIN_FILENO, .events = POLLIN},
                               {.fd = wake[0], .events = POLLIN}};
    int ready = poll(inputs, 2, milliseconds);
    if (ready == 0) return EditLineTimeout;
    char woken[64];
    if (ready > 0 && inputs[1].revents != 0) {
      while (read(wake[0], woken, sizeof woken) > 0) continue;
      continue;
    }
    // A hang-up counts as readable: the read that follows tells.
    if (ready > 0 || errno != EINTR) return EditLineReadable;
  }
}
