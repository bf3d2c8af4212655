"""Mutation of samples against a clock: a few seconds a target in CI, ten minutes by ``-m long``.

What breaks is shown with its seed and round; the same two give the same input again.
"""

import random
import time
from collections.abc import Callable, Sequence
from typing import Final

CI_S: Final = 3.0
LONG_S: Final = 600.0

Target = Callable[[random.Random], None]
"""Draws an input, feeds it, and raises where something does not hold."""


def hammer(target: Target, seconds: float, seed: int) -> int:
    """Calls the target until the time is over, and gives how often.

    Args:
        target: What is tried.
        seconds: For how long.
        seed: Of all that is drawn; each round has a number of its own from it.

    Raises:
        AssertionError: A round failed; it names seed and round, and has the cause.
    """
    end, rounds = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        again(target, seed, rounds)
        rounds += 1
    return rounds


def again(target: Target, seed: int, number: int) -> None:
    """One round, the same for the same seed and number."""
    try:
        target(random.Random(seed * 1_000_003 + number))  # noqa: S311 - to be repeated, not to be secret
    except Exception as error:
        raise AssertionError(f"seed {seed}, round {number}: {type(error).__name__}: {error}") from error


def mutated(draw: random.Random, samples: Sequence[bytes], pieces: Sequence[bytes]) -> bytes:
    """One of the samples with bytes changed, cut, doubled, joined to another, and pieces put in."""
    data = bytearray(draw.choice(samples))
    for _ in range(draw.choice((0, 1, 1, 2, 3, 8, 30))):
        at = draw.randrange(len(data) + 1)
        match draw.randrange(7):
            case 0:
                data[at:at] = draw.choice(pieces)
            case 1:
                data[at : at + draw.randrange(1, 20)] = b""
            case 2:
                data[at : at + 1] = bytes([draw.randrange(256)])
            case 3:
                data[at:at] = data[at : at + draw.randrange(1, 60)] * draw.choice((1, 2, 50))
            case 4:
                other = draw.choice(samples)
                data[at:] = other[draw.randrange(len(other) + 1) :]
            case 5:
                del data[at:]
            case _:
                data[at:at] = draw.randbytes(draw.randrange(1, 8))
        del data[200_000:]
    return bytes(data)
