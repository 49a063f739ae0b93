"""Tells the C library to give memory back, which hundreds of threads and argon2 would otherwise keep for ever."""

import ctypes

_ARENA_MAX, _MMAP_THRESHOLD = -8, -3  # from malloc.h of the GNU C library
ARENAS = 2
# Whatever is larger is mapped for itself and returned at once. Left alone, the limit grows with what is freed, and
# each thread that checks a password keeps nineteen megabytes.
MAPPED_FROM = 1024 * 1024  # bytes


def spare_memory() -> bool:
    """Sets both limits for this process; false where the C library is another one and knows them not."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return False
    return bool(mallopt(_ARENA_MAX, ARENAS)) and bool(mallopt(_MMAP_THRESHOLD, MAPPED_FROM))
