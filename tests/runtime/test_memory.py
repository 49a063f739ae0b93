"""A morning of sign-ins leaves no memory behind."""

import platform
import subprocess
import sys

import pytest

MORNING = """
import threading
from queue_server.access.passwords import hash_password, matches
from queue_server.runtime.memory import spare_memory

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6

assert spare_memory()
stored = hash_password("kata-sandi-pagi")
before = resident()
officers = [threading.Thread(target=matches, args=("kata-sandi-pagi", stored)) for _ in range(40)]
[one.start() for one in officers]
[one.join() for one in officers]
print(resident() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library gives memory back its own way")
def test_forty_officers_sign_in_and_the_memory_comes_back() -> None:
    ran = subprocess.run([sys.executable, "-c", MORNING], capture_output=True, text=True, check=True)

    assert float(ran.stdout) < 15  # megabytes; one hash kept by each of two heaps would be 40
