"""How much all metadata add to the time of the body, over pages of the corpus.

    python tests/benchmarks/metadata_cost.py [PAGES]

They are to add a quarter at most. Counted as metadata: the page's claims, its headline, and all other fields
with their sources; as the body's: charset, guard, parse, walk, judge, notices, blocks, fingerprint. On 200
pages they add 14 % (November 2026): claims 1.4, headline 2.5, sources and what only the body tells 3.0, the
rest 7.3.
"""

import sys
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from time import process_time
from typing import Any

import corpus

from newsgrab import extraction
from newsgrab.errors import ExtractError
from newsgrab.extraction import evidence

STEPS = (
    (evidence, "claims"),
    (evidence, "headline"),
    (extraction, "_metadata"),
    (extraction, "with_printed"),
    (extraction, "_completed"),
)
ROUNDS = 3


def timed(module: Any, name: str, spent: dict[str, float]) -> None:  # noqa: ANN401 - a module
    """Makes a function of a module count its CPU."""
    call: Callable[..., object] = getattr(module, name)

    def counting(*arguments: Any) -> object:  # noqa: ANN401 - whatever the function takes
        start = process_time()
        try:
            return call(*arguments)
        finally:
            spent[name] += process_time() - start

    setattr(module, name, counting)


def main() -> None:
    """Prints what each step adds to the time of the body."""
    folder, spent = corpus.required(), defaultdict[str, float](float)
    pages = [record for name in corpus.sets(folder) for record in corpus.records(folder, name)]
    picked = pages[:: max(len(pages) // int((sys.argv[1:] or ["200"])[0]), 1)]
    sources = [(record.path.read_bytes(), record.url) for record in picked]
    for module, name in STEPS:
        timed(module, name, spent)
    for number in range(ROUNDS + 1):
        if number == 1:
            spent.clear()  # the first round loads packs and fills caches
        for html, url in sources:
            start = process_time()
            with suppress(ExtractError):
                extraction.extract(html, url)
            spent["all"] += process_time() - start
    body = spent["all"] - sum(spent[name] for _, name in STEPS)
    for _, name in STEPS:
        print(f"{name.strip('_'):14} {spent[name] / body:6.1%}")
    each = 1000 * body / ROUNDS / len(picked)
    print(f"{'together':14} {spent['all'] / body - 1:6.1%} of the body's {each:.2f} ms a page")


if __name__ == "__main__":
    main()
