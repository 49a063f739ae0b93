/* After every sync, publishes a copy of exactly what is safe on the disk: the worst that a power cut could leave.
   What was written and not synced is not in it. LD_PRELOAD this library and name a folder in SHADOW_DIR. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static char page[1 << 20];

static void publish(int file) {
  char link[64], path[512], safe[700], next[720];
  const char *folder = getenv("SHADOW_DIR");
  struct stat status;
  if (!folder || fstat(file, &status) || !S_ISREG(status.st_mode)) return;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return;
  path[length] = 0;
  const char *name = strrchr(path, '/');
  snprintf(safe, sizeof safe, "%s/%s", folder, name ? name + 1 : path);
  snprintf(next, sizeof next, "%s.next", safe);
  pthread_mutex_lock(&turn);
  int copy = open(next, O_CREAT | O_TRUNC | O_WRONLY, 0600);
  off_t at = 0;
  for (ssize_t got; (got = pread(file, page, sizeof page, at)) > 0; at += got)
    if (write(copy, page, got) != got) _exit(9);
  close(copy);
  rename(next, safe);
  pthread_mutex_unlock(&turn);
}

int fdatasync(int file) {
  static int (*real)(int);
  if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
  int outcome = real(file);
  publish(file);
  return outcome;
}

int fsync(int file) {
  static int (*real)(int);
  if (!real) real = dlsym(RTLD_NEXT, "fsync");
  int outcome = real(file);
  publish(file);
  return outcome;
}
