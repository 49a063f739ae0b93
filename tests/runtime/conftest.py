"""The house of the sockets' tests, for the tests of what it runs on."""

from tests.sockets.hall_house import house, standing_house  # noqa: F401 (fixtures, found by name)
