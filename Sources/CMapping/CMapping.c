#include "CMapping.h"

#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

// Puts a page of zeros where there is none any more. Only calls that a handler may make.
static void put_zeros(int number, siginfo_t *information, void *context) {
  if (information->si_code == BUS_ADRERR) {
    uintptr_t size = sysconf(_SC_PAGESIZE);
    void *page = (void *)((uintptr_t)information->si_addr / size * size);
    void *put = mmap(page, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    if (put != MAP_FAILED) return;
  }
  // Something else is wrong: the same again, and this time for good.
  signal(number, SIG_DFL);
}

void survive_shortened_files(void) {
  struct sigaction action = {.sa_sigaction = put_zeros, .sa_flags = SA_SIGINFO};
  sigaction(SIGBUS, &action, NULL);
}
