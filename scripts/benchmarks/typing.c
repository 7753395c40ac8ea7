/* Sits at a pseudo-terminal of 24 rows and 80 columns in front of a program whose prompt is
   `nn[1]> `, and prints median seconds.
   usage: typing start COUNT PROGRAM       from start to prompt
          typing echo COUNT FILE PROGRAM   from a key to its echo, FILE pasted before */
#define _GNU_SOURCE
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void fail(const char *what) {
  fprintf(stderr, "typing: %s\n", what);
  exit(1);
}

static int terminal;
static pid_t child;

static void start(char **program) {
  struct winsize size = {.ws_row = 24, .ws_col = 80};
  child = forkpty(&terminal, NULL, NULL, &size);
  if (child < 0) fail("no terminal");
  if (child == 0) {
    execv(program[0], program);
    _exit(127);
  }
}

static void stop(void) {
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
  close(terminal);
}

/* Reads until the text was written, or with NULL until nothing comes for a while. */
static void await(const char *text) {
  static char seen[1 << 16];
  size_t length = 0;
  struct pollfd input = {.fd = terminal, .events = POLLIN};
  while (poll(&input, 1, text ? 10000 : 20) > 0) {
    if (length > sizeof seen / 2) {
      memmove(seen, seen + length - 64, 64);
      length = 64;
    }
    ssize_t count = read(terminal, seen + length, sizeof seen / 2 - 1);
    if (count <= 0) fail("the program ended");
    length += count;
    if (text && memmem(seen, length, text, strlen(text))) return;
  }
  if (text) fail("the program says nothing");
}

static double echo(const char *key, const char *answer) {
  double start = now();
  if (write(terminal, key, strlen(key)) < 0) fail("the program does not listen");
  await(answer);
  return now() - start;
}

static void paste(const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) fail("no such file");
  static char text[1 << 20];
  size_t length = fread(text, 1, sizeof text, file);
  for (size_t sent = 0; sent < length;) {
    ssize_t count = write(terminal, text + sent, length - sent > 1024 ? 1024 : length - sent);
    if (count < 0) fail("the program does not listen");
    sent += count;
    struct pollfd input = {.fd = terminal, .events = POLLIN};
    char thrown[4096];
    while (poll(&input, 1, 0) > 0 && read(terminal, thrown, sizeof thrown) > 0) continue;
  }
  fclose(file);
  await(NULL);
}

int main(int argc, char **argv) {
  int is_echo = argc > 4 && strcmp(argv[1], "echo") == 0;
  int count = argc > 3 ? atoi(argv[2]) : 0;
  if (count < 1) return 2;
  double *seconds = calloc(count, sizeof *seconds);
  if (is_echo) {
    start(argv + 4);
    await("nn[1]> ");
    paste(argv[3]);
  }
  for (int i = 0; i < count; i++) {
    if (is_echo) {
      /* Letters in turn, so that each echo is a change; none that ends a control sequence. */
      char key[2] = {"uvwxyz"[i % 6], 0};
      seconds[i] = echo(key, key);
      await(NULL);
    } else {
      double begin = now();
      start(argv + 3);
      await("nn[1]> ");
      seconds[i] = now() - begin;
      stop();
    }
  }
  if (is_echo) stop();
  qsort(seconds, count, sizeof *seconds, by_size);
  printf("%.9f\n", seconds[count / 2]);
  return 0;
}
