#define _GNU_SOURCE
#include "CEditLine.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <pty.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

// Entries are whole blocks and belong to the owner. Without this function, commands of vi mode
// such as `_` would call a null pointer.
static int no_history(void *reference, HistEvent *event, int operation, ...) {
  (void)reference;
  (void)operation;
  *event = (HistEvent){.num = -1, .str = NULL};
  return -1;
}

// libedit draws by itself, and miscounts on a screen of a few rows or columns until it writes
// outside its memory. It gets a terminal of its own that nobody sees and that keeps its size; the
// modes of the real one stay with us. -1 where the system has none to give.
static int open_hidden_terminal(void) {
  const struct winsize size = {.ws_row = 24, .ws_col = 80};
  int controller, terminal;
  if (openpty(&controller, &terminal, NULL, NULL, &size) != 0) return -1;
  fcntl(controller, F_SETFD, FD_CLOEXEC);
  fcntl(terminal, F_SETFD, FD_CLOEXEC);
  return terminal;
}

EditLine *editline_open(const char *program, void *owner, EditLineReader reader) {
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return NULL;
  // One for the life of the process: libedit keeps the pointer and never closes it.
  static FILE *nowhere;
  if (!nowhere) nowhere = fopen("/dev/null", "we");
  if (!nowhere) return NULL;
  static int terminal = -1;
  if (terminal < 0) terminal = open_hidden_terminal();
  if (terminal < 0) terminal = STDIN_FILENO;
  struct termios found;
  if (tcgetattr(STDIN_FILENO, &found) != 0) return NULL;
  EditLine *editor = el_init_fd(program, stdin, nowhere, nowhere, terminal, terminal, terminal);
  // libedit sets its terminal to what it thinks is ordinary; only the user knows what is.
  tcsetattr(STDIN_FILENO, TCSADRAIN, &found);
  if (!editor) return NULL;
  el_set(editor, EL_CLIENTDATA, owner);
  el_set(editor, EL_HIST, no_history, "none");
  el_set(editor, EL_SIGNAL, 0);
  el_set(editor, EL_GETCFN, reader);
  return editor;
}

void editline_close(EditLine *editor) {
  // With editing off, el_end leaves the terminal alone; it would throw away what is typed ahead.
  el_set(editor, EL_EDITMODE, 0);
  el_end(editor);
}

void *editline_owner(EditLine *editor) {
  void *owner = NULL;
  el_get(editor, EL_CLIENTDATA, &owner);
  return owner;
}

int editline_add_command(EditLine *editor, const char *name, const char *summary,
                         EditLineCommand command) {
  return el_set(editor, EL_ADDFN, name, summary, command);
}

int editline_bind(EditLine *editor, bool alternate, const char *key, const char *command) {
  return alternate ? el_set(editor, EL_BIND, "-a", key, command, NULL)
                   : el_set(editor, EL_BIND, key, command, NULL);
}

int editline_set_mode(EditLine *editor, const char *mode) {
  return el_set(editor, EL_EDITOR, mode);
}

bool editline_is_vi(EditLine *editor) {
  const char *mode = NULL;
  return el_get(editor, EL_EDITOR, &mode) == 0 && mode && strcmp(mode, "vi") == 0;
}

static int window_size(int columns) {
  struct winsize size;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
  return columns ? size.ws_col : size.ws_row;
}

int editline_columns(void) { return window_size(1); }
int editline_rows(void) { return window_size(0); }

int editline_run(const char *line, const char *argument) {
  pid_t child = fork();
  if (child == 0) {
    execl("/bin/sh", "sh", "-c", line, "sh", argument, (char *)NULL);
    _exit(127);
  }
  int status = -1;
  if (child < 0) return -1;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void editline_use_utf8(void) {
  const char *locale = setlocale(LC_CTYPE, "");
  if (!locale || strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
}
