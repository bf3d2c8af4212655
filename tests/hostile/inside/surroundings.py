"""What surrounds newsgrab in the sandbox: a small internet, and a parser that a page can break.

Loaded by ``hermetic/sitecustomize.py`` in every Python that has ``HOSTILE_SURROUNDINGS`` in its environment,
the worker processes too. It names a JSON file:

``names``    name -> answers of the resolver in turn, the last one staying: a list of addresses, the name of
             an error of ``socket`` (``EAI_AGAIN``), or ``silence``
``routes``   address, or address and port -> where a connection to it really goes, as ``[host, port]``;
             without a host nowhere
``log``      a file that gets a line for each name looked up and each address connected to
``faults``   mark in a page -> ``crash``, ``hang``: what the worker does that is given the page
"""

import json
import os
import sys
from pathlib import Path
from typing import Any


def _note(log: str | None, what: str, name: object) -> None:
    if log:
        with Path(log).open("a", encoding="utf-8") as file:  # short lines: appended whole
            file.write(f"{what} {name}\n")


def _surround(told: dict[str, Any]) -> None:
    """Puts the resolver and the routes in the place of the system's."""
    import errno  # noqa: PLC0415 - as below
    import socket  # noqa: PLC0415 - a Python that is told nothing loads nothing
    import time  # noqa: PLC0415 - as above

    names, routes, log = told.get("names", {}), told.get("routes", {}), told.get("log")
    asked: dict[str, int] = {}
    look_up, connect = socket.getaddrinfo, socket.socket.connect

    def resolve(host: str, port: int, *more: Any, **flags: Any) -> Any:  # noqa: ANN401 - as getaddrinfo
        _note(log, "name", host)
        if host not in names:
            return look_up(host, port, *more, **flags)
        turn = asked[host] = asked.get(host, -1) + 1
        answer = names[host][min(turn, len(names[host]) - 1)]
        if answer == "silence":
            time.sleep(3600)
        if isinstance(answer, str):
            raise socket.gaierror(getattr(socket, answer), "the resolver says so")
        families = [(socket.AF_INET6 if ":" in each else socket.AF_INET, each) for each in answer]
        return [(family, socket.SOCK_STREAM, 6, "", (each, port)) for family, each in families]

    def go(self: socket.socket, place: Any) -> None:  # noqa: ANN401 - as connect
        _note(log, "connect", place[0] if isinstance(place, tuple) else place)
        if isinstance(place, tuple):
            host, port = routes.get(f"{place[0]}:{place[1]}") or routes.get(place[0]) or place[:2]
            if not host:
                raise OSError(errno.ENETUNREACH, os.strerror(errno.ENETUNREACH))
            place = (host, port)
        connect(self, place)

    socket.getaddrinfo = resolve  # type: ignore[assignment]  # that is what it is for
    socket.socket.connect = go  # type: ignore[method-assign, assignment]  # as above


def _break(faults: dict[str, str]) -> None:
    """Lets what looks at a page first in the worker obey the marks."""
    import signal  # noqa: PLC0415 - in the worker only
    import time  # noqa: PLC0415 - as above

    from newsgrab import guard  # noqa: PLC0415 - as above

    check = guard.check

    def obey(html: bytes, *, exact: bool = False) -> None:
        for mark, fault in faults.items():
            if mark.encode() in html:
                if fault == "crash":
                    os.kill(os.getpid(), signal.SIGSEGV)
                time.sleep(1e6)
        check(html, exact=exact)

    guard.check = obey


_told = json.loads(Path(os.environ["HOSTILE_SURROUNDINGS"]).read_text("utf-8"))
if "newsgrab.worker" not in sys.orig_argv:
    _surround(_told)
elif _told.get("faults"):
    _break(_told["faults"])
