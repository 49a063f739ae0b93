"""Chance that can be had again: one source per actor, grown from the day's seed."""

import math
import random


def source(*key: object) -> random.Random:
    """The same key gives the same draws on every machine."""
    return random.Random("/".join(map(str, key)))  # noqa: S311 — play, not secrecy


def lognormal(draws: random.Random, mean: float, spread: float) -> float:
    """A draw whose mean is `mean`; `spread` is the standard deviation of its logarithm."""
    return mean * math.exp(draws.gauss(0, spread) - spread * spread / 2)


def key_of(draws: random.Random) -> str:
    """A request key nobody else draws in practice."""
    return f"demo-{draws.getrandbits(96):024x}"
