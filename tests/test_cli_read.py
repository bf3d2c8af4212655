"""``newsgrab read``: in a pipe and on a terminal, with a pager and without."""

import os
import pty
import re
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from command import FAST, NEWSGRAB, environment, newsgrab, story
from loopback import Loopback, page

LONG = "\n".join(
    f"<p>Paragraph {number} says that the old bridge is closed again.</p>" for number in range(90)
)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(story("The old bridge is closed"))
    return path


def on_a_terminal(*words: str | Path, env: Mapping[str, str | None] | None = None) -> tuple[int, str]:
    """Status and all that is seen on a terminal of 24 lines of 72 columns."""
    ours, theirs = pty.openpty()
    around = environment({"TERM": "xterm", "COLUMNS": "72", "LINES": "24", "LESS": None, **(env or {})})
    with subprocess.Popen(
        [*NEWSGRAB, "read", *map(str, words)], stdin=theirs, stdout=theirs, stderr=theirs, env=around
    ) as process:
        os.close(theirs)
        seen = b""
        with suppress(OSError):  # Linux says so when the other side has closed
            while piece := os.read(ours, 65536):
                seen += piece
    os.close(ours)
    return process.returncode, seen.decode("utf-8").replace("\r\n", "\n")


def test_in_a_pipe_it_is_plain_text_of_eighty_columns(saved: Path) -> None:
    done = newsgrab("read", saved, env={"PAGER": "false"})
    assert (done.status, done.err) == (0, "")
    text = done.out.decode()
    assert text.startswith("The old bridge is closed\n\n2024-02-09 10:20\n" + "─" * 80 + "\n\nThe council")
    assert "\x1b" not in text
    assert max(map(len, text.split("\n"))) == 80


@pytest.mark.parametrize("width", [20, 50, 120])
def test_the_width_is_the_user_s(saved: Path, width: int) -> None:
    text = newsgrab("read", saved, "--width", str(width)).out.decode()
    assert max(map(len, text.split("\n"))) == width


def test_from_standard_input_and_from_an_address(saved: Path) -> None:
    from_file = newsgrab("read", saved).out
    assert newsgrab("read", "-", stdin=saved.read_text()).out == from_file
    with Loopback() as server:
        server["/a"] = page(saved.read_text())
        done = newsgrab("read", server.url("/a"), *FAST)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(from_file)
    assert done.out.decode().endswith(f"\n{server.url('/a')}\n")


def test_parts_can_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    note = '<p class="correction">Correction: an earlier version of this article named another bridge.</p>'
    path.write_text(story().replace("</article>", f"{note}</article>"))
    assert b"\xe2\x94\x82 correction\n" in newsgrab("read", path).out
    assert b"Correction" not in newsgrab("read", path, "--drop", "notices").out


@pytest.mark.parametrize(
    ("words", "status", "complaint"),
    [
        ((), 2, "no input: name an address or an HTML file"),
        (("missing.html",), 2, "missing.html: No such file or directory (missing_file)"),
        (("https://example.com/", "--url", "https://example.com/"), 2, "an address has its own"),
        (("-", "--drop", "tabels"), 2, "did you mean tables?"),
        (("-",), 5, "(no_content)"),
        (("-", "--width", "3"), 2, "3 is not in the range"),
    ],
)
def test_mistakes_are_one_line(words: tuple[str, ...], status: int, complaint: str) -> None:
    done = newsgrab("read", *words, stdin="<html><body><p>Too short.</p></body></html>")
    assert (done.status, done.out) == (status, b"")
    assert complaint in done.complaint


class TestOnATerminal:
    def test_styles_and_its_width(self, saved: Path) -> None:
        status, seen = on_a_terminal(saved, env={"PAGER": "cat"})
        assert status == 0
        assert seen.startswith("\x1b[1mThe old bridge is closed\x1b[0m\n")
        assert "\n\x1b[2m" + "─" * 72 + "\x1b[0m\n" in seen

    @pytest.mark.parametrize("around", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
    def test_no_styles_where_none_are_wanted(self, saved: Path, around: dict[str, str]) -> None:
        assert "\x1b" not in on_a_terminal(saved, env={"PAGER": "cat", **around})[1]

    def test_through_the_pager(self, saved: Path) -> None:
        status, seen = on_a_terminal(saved, env={"PAGER": "sed 's/^/> /'"})
        assert (status, seen[:6]) == (0, "> \x1b[1m")

    def test_never_where_the_user_says_so(self, saved: Path) -> None:
        assert not on_a_terminal(saved, "--pager", "never", env={"PAGER": "sed 's/^/> /'"})[1].startswith(">")

    @pytest.mark.parametrize("pager", ["", "no-such-pager --x", "cat"])
    def test_without_one(self, saved: Path, pager: str) -> None:
        status, seen = on_a_terminal(saved, env={"PAGER": pager})
        assert (status, "The council" in seen) == (0, True)

    @pytest.mark.parametrize("flags", [None, "", "-i", "-PRead on?"])
    def test_less_is_asked_to_show_colours_whatever_else_is_asked_of_it(
        self, saved: Path, flags: str | None
    ) -> None:
        pager = "sh -c 'echo \"$LESS\"'"
        _, seen = on_a_terminal(saved, env={"PAGER": pager, "LESS": flags})
        assert seen == f"-R {'FX' if flags is None else flags}\n"

    def test_a_pager_that_is_left_early_is_no_failure(self, tmp_path: Path) -> None:
        (tmp_path / "long.html").write_text(story().replace("</article>", f"{LONG * 40}</article>"))
        status, seen = on_a_terminal(tmp_path / "long.html", env={"PAGER": "head -n 1"})
        assert (status, seen.count("\n")) == (0, 1)

    def test_nothing_from_a_page_drives_it(self, tmp_path: Path) -> None:
        evil = "Bridge &#x1b;[2J &#x9b;31m &#x202e;x &#7; ]0;t"
        html = story(evil, evil).replace("</article>", f"<pre>{evil}\n{evil}</pre></article>")
        (tmp_path / "page.html").write_text(html)
        status, seen = on_a_terminal(tmp_path / "page.html", env={"PAGER": "cat"})
        assert status == 0
        own = re.sub(r"\x1b\[[0123]m", "", seen)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", own)

    @pytest.mark.parametrize(
        ("around", "start"),
        [
            ({"VTE_VERSION": "7006"}, "\u2067ה"),
            ({"VTE_VERSION": "5602"}, "ה"),
            ({"KITTY_WINDOW_ID": "1"}, "ש"),
            ({"KITTY_WINDOW_ID": "1", "TMUX": "/x"}, "ה"),
            ({"TERM_PROGRAM": "vscode"}, "ש"),
        ],
    )
    def test_whether_it_orders_letters_is_known_of_some(
        self, tmp_path: Path, around: dict[str, str], start: str
    ) -> None:
        clean = dict.fromkeys(("TMUX", "STY", "VTE_VERSION", "KONSOLE_VERSION", "TERM_PROGRAM", "WT_SESSION"))
        sentence = "מועצת העיירה הודיעה ביום שני כי הגשר הישן ייסגר לחודש, לאחר שהמהנדסים מצאו סדקים."
        html = f'<html lang="he" dir="rtl"><article><h1>הגשר</h1>{f"<p>{sentence}</p>" * 5}</article></html>'
        (tmp_path / "page.html").write_text(html)
        seen = on_a_terminal(
            tmp_path / "page.html", "--color", "never", env={**clean, "PAGER": "", **around}
        )[1]
        assert (
            seen.splitlines()[0].strip().replace("הגשר"[::-1], "ש").replace("רשגה", "ש")[: len(start)]
            == start
        )
