"""B. Output injection (R20, R21): nothing that a server says acts on a terminal or adds a line to a log."""

import os
import pty
import re
import subprocess
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Final

import pytest

from command import FAST, NEWSGRAB, story
from loopback import Loopback, head, page, raw, redirect, status
from sandbox import Sandbox

PAYLOADS: Final = {
    "clears the screen": "\x1b[2J\x1b[H",
    "sets the window's title": "\x1b]0;owned\x07",
    "is a link": "\x1b]8;;http://a.example\x1b\\a\x1b]8;;\x1b\\",
    "writes the clipboard": "\x1b]52;c;b3duZWQ=\x07",
    "a control sequence of one byte": "\x9b2J",
    "turns the line round": "\u202egnp.exe",
    "isolates": "\u2066a\u2069\u200f",
    "overwrites the line": "a\rnewsgrab: all is well",
    "adds a line": "a\nnewsgrab: all is well",
    "other ends of lines": "a\u2028b\u2029c\x85d\x0be\x0cf",
    "rings": "\x07\x08\x08",
    "device control": "\x90q\x9c\x1bP+q\x1b\\",
}
MARKUP: Final = (
    "[/red]",
    "[link=file:///]x[/link]",
    "[bold",
    ":smile:",
    "[red]red[/red]",
    "[[",
    "\\[b]",
    "[@click=a]",
)
_ESCAPES: Final = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[^\[\]])|\xc2[\x80-\x9f]"
)
_OWN_COLOURS: Final = {b"\x1b[31m", b"\x1b[0m"}
_ACTING: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def on_terminal(box: Sandbox, *words: str) -> bytes:
    """What a terminal gets of a run of newsgrab."""
    ours, theirs = pty.openpty()
    env = {**box.environment(), "TERM": "xterm-256color", "COLUMNS": "200"}
    with subprocess.Popen(
        [*NEWSGRAB, *words],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        cwd=box.box,
        env=env,
    ):
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other side is closed
                break
            if not piece:
                break
            shown += piece
    os.close(ours)
    return shown.replace(b"\r\n", b"\n")


def hostile_site(server: Loopback, number: int, payload: str) -> list[str]:
    """Addresses whose pages, headers and redirects all have it."""
    text, byline = escape(payload), "<article><p class=byline>By Jane {} Roe</p>"
    latin = payload.encode().decode("latin-1").replace("\r", "").replace("\n", " ")
    encoded = "".join(f"%{byte:02x}" for byte in payload.encode())
    replies = {
        "article": page(story(f"The old {text} bridge", f"{number} {text}.")),
        "author": page(story("Two", str(number)).replace("<article>", byline.format(text))),
        "type": page("%PDF-1.7", content_type=f"application/{latin}"),
        "coding": page("a", content_encoding=latin),
        "moved": raw(head(302, location=f"file:///{payload}".replace("\r", "").replace("\n", ""))),
        "far": redirect(f"http://127.0.0.1:1/{encoded}"),
        "status": raw(f"HTTP/1.1 500 {latin}\r\nContent-Length: 0\r\n\r\n".encode("latin-1")),
        "later": status(429, retry_after=latin),
        "broken": raw(f"HTTP/9.9 {latin}\r\n\r\n".encode("latin-1")),
    }
    for name, reply in replies.items():
        server[f"/{number}/{name}"] = reply
    return [server.url(f"/{number}/{name}") for name in replies]


def hostile_world(server: Loopback, payloads: Iterable[str]) -> list[str]:
    """The same for each of them."""
    return [url for number, each in enumerate(payloads) for url in hostile_site(server, number, each)]


def escapes(shown: bytes) -> set[bytes]:
    """The sequences that a terminal acts on."""
    return set(_ESCAPES.findall(shown))


def acting(shown: bytes) -> list[str]:
    """Characters that a terminal acts on, those of our own colours left out."""
    for own in _OWN_COLOURS:
        shown = shown.replace(own, b"")
    return _ACTING.findall(shown.decode("utf-8"))


@pytest.mark.parametrize("form", ["json", "md"])
def test_r20_a_terminal_is_shown_text(tmp_path: Path, form: str) -> None:
    with Loopback() as server:
        urls = hostile_world(server, PAYLOADS.values())
        shown = on_terminal(Sandbox(tmp_path), *urls, *FAST, "-v", "--progress", "never", "-f", form)
    assert b"Traceback" not in shown
    assert shown.count(b"newsgrab:") >= len(urls)
    assert escapes(shown) <= _OWN_COLOURS
    assert not acting(shown)


def test_r20_with_a_progress_bar_too(tmp_path: Path) -> None:
    flags = (*FAST, "-v", "-o", "out/")
    with Loopback() as server:
        harmless = on_terminal(Sandbox(tmp_path / "a"), *hostile_world(server, "abcdefghijkl"), *flags)
        shown = on_terminal(Sandbox(tmp_path / "b"), *hostile_world(server, PAYLOADS.values()), *flags)
    ours = {re.sub(rb"\d+", b"0", sequence) for sequence in escapes(harmless)}
    assert {re.sub(rb"\d+", b"0", sequence) for sequence in escapes(shown)} <= ours
    assert "\u202e" not in shown.decode("utf-8")


def test_r20_an_event_is_a_line(tmp_path: Path) -> None:
    with Loopback() as server:
        urls = hostile_world(server, PAYLOADS.values())
        ended = Sandbox(tmp_path).run(urls, *FAST, "--verbose")
    ended.holds(30)
    assert len(ended.err.splitlines()) == len(urls) + 1  # and the sum
    assert all(line.startswith("newsgrab: ") for line in ended.err.splitlines())
    for row in ended.failures.values():
        assert row["message"].isprintable()


def words_of(shown: bytes) -> Sequence[str]:
    """What a person reads."""
    return _ESCAPES.sub(b"", shown).decode("utf-8").split()


def test_r21_markup_is_text(tmp_path: Path) -> None:
    with Loopback() as server:
        urls = []
        for number, markup in enumerate(MARKUP):
            server[f"/{number}/article"] = page(story(f"The {markup} bridge", str(number)))
            server[f"/{number}/moved"] = redirect(f"ftp:{markup}")
            server[f"/{number}/type"] = page("a", content_type=f"application/pdf{markup}")
            urls += [server.url(f"/{number}/{name}") for name in ("article", "moved", "type")]
        flags = ("-v", "--progress", "never", "-f", "md")
        shown = on_terminal(Sandbox(tmp_path / "plain"), *urls, *FAST, *flags)
        barred = on_terminal(Sandbox(tmp_path / "barred"), *urls, *FAST, "-v", "-o", "out/")
    for each in (shown, barred):
        assert b"MarkupError" not in each
        assert b"Traceback" not in each
        assert all(f"ftp:{markup}" in "".join(words_of(each)) for markup in MARKUP)
    unescaped = " ".join(words_of(shown)).replace("\\", "")
    assert all(f"The {markup} bridge".replace("\\", "") in unescaped for markup in MARKUP)
