"""The fixtures of the sockets' tests."""

from tests.sockets.hall_house import house, standing_house  # noqa: F401 (fixtures, found by name)
