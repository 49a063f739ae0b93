"""The house of the sockets' tests, for the tests of what it runs on."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "sockets"))

from hall_house import house, standing_house  # noqa: F401 (fixtures, found by name)
