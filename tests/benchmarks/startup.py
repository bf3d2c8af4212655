"""What a cold start costs: CPU time against bare ``python -c pass``, all commands in turn.

python tests/benchmarks/startup.py [--rounds 40] [--page FILE] [--peer trafilatura]

The least of all rounds counts: whatever else runs on the machine only adds. Modules are compiled in a round
before, and variables of Python's own are left out: one of them keeps it from keeping what it compiled.
The peer is another tool that reads a page from standard input; it is measured where it is named.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

ENVIRONMENT: Final = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
PAGE: Final = Path(__file__).parents[2] / "fixtures/lecourrierdescimes.example/refuges-structure/page.html"


class Case(NamedTuple):
    """A command, and how many times bare Python it may take."""

    name: str
    words: list[str]
    budget: float | None = None
    reads_page: bool = False


def cpu_s(case: Case, page: Path) -> float:
    """User and system time of one run, children included."""
    with page.open("rb") as stdin:
        process = subprocess.Popen(
            case.words,
            stdin=stdin if case.reads_page else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=ENVIRONMENT,
        )
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{case.name} ended with status {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Measures, prints a table, and ends with 1 if a budget is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--page", type=Path, default=PAGE)
    parser.add_argument("--peer", help="a program that reads a page from standard input")
    given = parser.parse_args()
    newsgrab = [str(Path(sys.executable).with_name("newsgrab"))]
    cases = [
        Case("python -c pass", [sys.executable, "-c", "pass"]),
        Case("newsgrab --version", [*newsgrab, "--version"], 3.0),
        Case("newsgrab --help", [*newsgrab, "--help"], 8.0),
        Case("newsgrab extract FILE", [*newsgrab, "extract", str(given.page)], 10.0),
    ]
    if given.peer:
        cases.append(Case(f"{given.peer} < FILE", [given.peer], reads_page=True))
    for case in cases:
        cpu_s(case, given.page)
    least = dict.fromkeys([case.name for case in cases], float("inf"))
    for _ in range(given.rounds):
        for case in cases:
            least[case.name] = min(least[case.name], cpu_s(case, given.page))
    bare = least["python -c pass"]
    failed = False
    for case in cases:
        ratio = least[case.name] / bare
        failed = failed or (case.budget is not None and ratio > case.budget)
        told = "" if case.budget is None else f"  of {case.budget:.0f}x"
        print(f"{case.name:<28} {least[case.name] * 1000:7.1f} ms {ratio:6.2f}x{told}")
    if given.peer:
        ratio = least[cases[-1].name] / least["newsgrab extract FILE"]
        failed = failed or ratio < 2.0
        print(f"extract FILE is {ratio:.2f} times as fast as {given.peer} < FILE (at least 2)")
    sys.exit(failed)


if __name__ == "__main__":
    main()
