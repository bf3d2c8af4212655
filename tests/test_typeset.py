"""A page of a terminal: columns, breaks of lines, directions."""

import re
import tomllib
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction_pages import ARABIC, paragraphs
from newsgrab import extract
from newsgrab.errors import ExtractError
from newsgrab.rendering.typeset import Bidi, TypesetOptions, typeset
from newsgrab.rendering.typeset.columns import width_of, wrapped
from newsgrab.rendering.typeset.visual import reordered

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures").glob("*/*/page.html"))

PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8">
<title>Dans les refuges, l’eau est devenue plus rare que les lits</title>
<meta name="author" content="Odile Exemple"><meta property="og:type" content="article">
<meta property="article:published_time" content="2024-02-09T10:20:00+01:00"></head>
<body><main><article><h1>Dans les refuges, l’eau est devenue plus rare que les lits</h1>
<p>Nous avons interrogé les gardiens de quarante refuges.
« On n’ose plus proposer la douche », disent-ils.</p>
<h2>Ce qu’ils font</h2>
<ul><li>Ils récupèrent la pluie :<ul><li>sur le toit, avec des gouttières de fortune ;</li></ul></li>
<li>ils ferment les douches dès le 15 juillet.</li></ul>
<blockquote><p>On propose une bassine, et les gens disent merci, raconte une gardienne de longue date.</p>
</blockquote><table><tr><th>Refuge</th><th>Litres par personne</th></tr>
<tr><td>Grande Ourse</td><td>6 litres par jour</td></tr>
<tr><td>Arpette</td><td>9 litres par jour</td></tr><tr><td>Trois Couronnes</td><td>4, et 7 en juin</td></tr>
</table>
<p>Le ministère annonce un fonds de 11 000 000 d’euros sur quatre ans pour les communes de la montagne.</p>
<p class="correction">Correction : une première version de cet article situait le refuge à 2 840 mètres.
Il se trouve à 2 480 mètres.</p></article></main></body></html>"""

SET = """\
Dans les refuges, l’eau est devenue plus
rare que les lits

Odile Exemple
2024-02-09 10:20
────────────────────────────────────────────

Nous avons interrogé les gardiens de
quarante refuges. « On n’ose plus proposer
la douche », disent-ils.

Ce qu’ils font

• Ils récupèrent la pluie :
  • sur le toit, avec des gouttières de
    fortune ;
• ils ferment les douches dès le 15 juillet.

│ On propose une bassine, et les gens disent
│ merci, raconte une gardienne de longue
│ date.

Refuge          │ Litres par personne
────────────────┼────────────────────
Grande Ourse    │ 6 litres par jour
Arpette         │ 9 litres par jour
Trois Couronnes │ 4, et 7 en juin

Le ministère annonce un fonds de 11 000 000
d’euros sur quatre ans pour les communes de
la montagne.

────────────────────────────────────────────
│ correction
│ Correction : une première version de cet
│ article situait le refuge à 2 840 mètres.
│ Il se trouve à 2 480 mètres.
"""


def page_of(html: str, *, width: int = 44, colour: bool = False, bidi: Bidi = "none") -> str:
    return typeset(extract(html), TypesetOptions(width=width, colour=colour, bidi=bidi))


def test_an_article_as_a_person_reads_it() -> None:
    assert page_of(PAGE) == SET


@pytest.mark.parametrize(
    ("published", "modified", "shown"),
    [
        ("2024-02-09T10:20:00+01:00", "", "2024-02-09 10:20"),
        ("", "2024-02-10T08:00:00+01:00", "modified 2024-02-10 08:00"),
        ("2024-02-09T10:20:00+01:00", "2024-02-09T10:20:30+01:00", "2024-02-09 10:20"),
        (
            "2024-02-09T10:20:00+01:00",
            "2024-02-10T08:00:00+01:00",
            "published 2024-02-09 10:20 · modified\n2024-02-10 08:00",
        ),
    ],
)
def test_of_two_dates_it_is_said_which_is_which(published: str, modified: str, shown: str) -> None:
    meta = '<meta property="article:{}_time" content="{}">'
    dates = "".join(
        meta.format(name, value)
        for name, value in (("published", published), ("modified", modified))
        if value
    )
    html = PAGE.replace(meta.format("published", "2024-02-09T10:20:00+01:00"), dates)
    assert page_of(html).split("Odile Exemple\n")[1].split("\n─")[0] == shown


def test_styles_are_added_and_change_nothing_else() -> None:
    coloured = page_of(PAGE, colour=True)
    assert coloured.startswith("\x1b[1mDans les refuges")
    assert re.sub(r"\x1b\[\d?m", "", coloured) == SET


@pytest.mark.parametrize("width", [20, 33, 80, 200])
@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.parent.name)
def test_no_line_is_too_long_and_no_word_is_lost(path: Path, width: int) -> None:
    try:
        article = extract(path.read_bytes(), tomllib.loads((path.parent / "source.toml").read_text())["url"])
    except ExtractError:
        pytest.skip("no article")
    text = typeset(article, TypesetOptions(width=width))
    code = {
        f"    {line}" for block in article.blocks if block.type == "code" for line in block.text.split("\n")
    }
    assert [line for line in text.split("\n") if width_of(line) > width and line not in code] == []
    bare = re.sub(r"[\s│─┼•▣▷]", "", text)
    for block in article.blocks:
        assert re.sub(r"[\s│•]", "", block.text) in bare


class TestBreaks:
    @pytest.mark.parametrize(
        ("text", "width", "lines"),
        [
            ("one two three", 8, ["one two", "three"]),
            ("one two three", 100, ["one two three"]),
            ("", 10, []),
            ("supercalifragilistic", 8, ["supercal", "ifragili", "stic"]),
            ("of supercalifragilistic", 8, ["of", "supercal", "ifragili", "stic"]),
            ("川沿いの町の議会は", 8, ["川沿いの", "町の議会", "は"]),
            # No line begins with a full stop or a closing bracket, none ends with an opening one.
            ("橋を閉鎖。工事", 8, ["橋を閉", "鎖。工事"]),
            ("町は「橋」を", 6, ["町は", "「橋」", "を"]),
            ("バス Route 12 は", 9, ["バス", "Route 12", "は"]),
            ("dit « oui »", 7, ["dit", "« oui »"]),
            ("en 12 000 euros", 9, ["en 12 000", "euros"]),
            ("cafe\u0301 noir", 4, ["cafe\u0301", "noir"]),
        ],
    )
    def test_are_where_printers_put_them(self, text: str, width: int, lines: list[str]) -> None:
        assert wrapped(text, width) == lines

    @given(st.text(max_size=200), st.integers(2, 40))
    def test_keep_all_letters_and_fit(self, text: str, width: int) -> None:
        lines = wrapped(text, width)
        assert "".join("".join(lines).split()) == "".join(text.split())
        assert all(width_of(line) <= width for line in lines)
        assert all(not category(line[0]).startswith("Mn") for line in lines[1:])


class TestVisualOrder:
    """Checked against python-bidi 0.6 and arabic-reshaper 3.0 on 4,000 random lines."""

    @pytest.mark.parametrize(
        ("line", "shown"),
        [
            ("גשר ישן", "ןשי רשג"),
            ("(גשר) abc def 12", "abc def 12 (רשג)"),
            ("גשר 12% ישן", "ןשי 12% רשג"),
            ("سلام", "\ufee1\ufefc\ufeb3"),
            ("بيت 12.5", "12.5 \ufe96\ufef4\ufe91"),
            ("\u067e\u06cc \u0686", "\ufb7a \ufbfd\ufb58"),
            ("", ""),
        ],
    )
    def test_is_that_of_the_eye(self, line: str, shown: str) -> None:
        assert reordered(line) == shown

    @given(st.text("אבגד(]12%.a b\u05b8", max_size=60))
    def test_loses_nothing(self, line: str) -> None:
        turned = str.maketrans(")]", "([")
        assert sorted(reordered(line).translate(turned)) == sorted(line.translate(turned))


class TestRightToLeft:
    HTML = (
        '<html lang="he" dir="rtl"><head><title>x</title></head><body><article><h1>הגשר הישן נסגר לחודש</h1>'
        + "<p>מועצת העיירה הודיעה ביום שני כי הגשר הישן ייסגר לחודש, לאחר שהמהנדסים מצאו סדקים בעמודיו.</p>"
        * 3
        + "</article></body></html>"
    )

    def test_stands_at_the_right_edge(self) -> None:
        lines = page_of(self.HTML, width=60).split("\n")
        assert lines[0] == "הגשר הישן נסגר לחודש".rjust(60)

    def test_a_terminal_that_orders_is_told_where_lines_begin(self) -> None:
        lines = page_of(self.HTML, width=60, bidi="terminal").split("\n")
        assert lines[0].strip() == "\u2067הגשר הישן נסגר לחודש\u2069"

    def test_for_others_it_is_put_in_order(self) -> None:
        assert (
            page_of(self.HTML, width=60, bidi="visual").split("\n")[0].strip() == "הגשר הישן נסגר לחודש"[::-1]
        )

    def test_a_date_among_arabic_letters_is_read_in_its_order(self) -> None:
        html = (
            '<html lang="ar" dir="rtl"><head><title>x</title>'
            '<meta property="og:site_name" content="نداء الساحل">'
            '<meta property="article:published_time" content="2024-02-09T10:20:00+03:00"></head><body>'
            f"<article><h1>ميناء برين</h1>{paragraphs(ARABIC)}</article></body></html>"
        )
        assert "10:20 2024/02/09 · " in page_of(html, width=60, bidi="visual")
        assert "· 2024/02/09 10:20\n" in page_of(html, width=60)
