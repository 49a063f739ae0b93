"""The screens' models, tested by Node.js itself: `node --test` over every *.test.js."""

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.node
def test_every_model_of_the_screens_keeps_its_word() -> None:
    node = shutil.which("node")
    assert node, "Node.js is missing: see tests/ground.sh"
    files = sorted(str(path) for path in HERE.glob("*.test.js"))
    assert files

    ran = subprocess.run([node, "--test", *files], capture_output=True, text=True, timeout=300)

    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
