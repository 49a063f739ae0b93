"""What a worker asks of its system: to give memory back, and to let it hold thousands of connections."""

import ctypes
import resource

_ARENA_MAX, _MMAP_THRESHOLD = -8, -3  # from malloc.h of the GNU C library
ARENAS = 2
# Whatever is larger is mapped for itself and returned at once. Left alone, the limit grows with what is freed, and
# each thread that checks a password keeps nineteen megabytes.
MAPPED_FROM = 1024 * 1024  # bytes


def spare_memory() -> bool:
    """Caps the heaps and maps what is large: hundreds of threads and argon2 would keep it all for ever.

    False where the C library is another one and knows neither limit.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return False
    return bool(mallopt(_ARENA_MAX, ARENAS)) and bool(mallopt(_MMAP_THRESHOLD, MAPPED_FROM))


def open_many_files() -> int:
    """Raises the limit of open files as far as the system allows, and gives it: each telephone holds a connection, and
    Debian's usual thousand would end in the first hour."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most
