// What Swift's Glibc lacks.
#include <malloc.h>
#include <pthread.h>

int pthread_getattr_np(pthread_t, pthread_attr_t *);
