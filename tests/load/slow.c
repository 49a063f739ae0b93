/* A disk that takes its time: every sync lasts SYNC_US microseconds longer. For LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static void wait_a_while(void) {
  const char *text = getenv("SYNC_US");
  long us = text ? atol(text) : 0;
  struct timespec span = {us / 1000000, us % 1000000 * 1000};
  nanosleep(&span, 0);
}

int fdatasync(int file) {
  static int (*real)(int);
  if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
  wait_a_while();
  return real(file);
}

int fsync(int file) {
  static int (*real)(int);
  if (!real) real = dlsym(RTLD_NEXT, "fsync");
  wait_a_while();
  return real(file);
}
