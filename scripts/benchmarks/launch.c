/* Starts a program COUNT times, its output thrown away, and prints the median seconds from start
   to exit. usage: launch COUNT PROGRAM ARGUMENT… */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
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

int main(int argc, char **argv) {
  int count = argc > 2 ? atoi(argv[1]) : 0, status = 0;
  double *seconds = calloc(count + 1, sizeof *seconds);
  posix_spawn_file_actions_t silence;
  posix_spawn_file_actions_init(&silence);
  posix_spawn_file_actions_addopen(&silence, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&silence, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&silence, 1, 2);
  for (int i = 0; i < count; i++) {
    pid_t child;
    double start = now();
    if (posix_spawn(&child, argv[2], &silence, NULL, argv + 2, environ) != 0) return 2;
    waitpid(child, &status, 0);
    seconds[i] = now() - start;
    if (status != 0) return 1;
  }
  if (count < 1) return 2;
  qsort(seconds, count, sizeof *seconds, by_size);
  printf("%.9f\n", seconds[count / 2]);
  return 0;
}
