"""The doors of the small mall, for the rules that need them hung."""

from tests.web.conftest import front, house

__all__ = ["front", "house"]
