"""Bytes become UTF-8 the way browsers read them, and never raise."""

import os
import re
import time
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from webencodings.labels import LABELS  # type: ignore[import-untyped]  # it has none

from newsgrab import charset
from newsgrab.charset.labels import _labels, decode
from newsgrab.charset.prescan import from_page
from newsgrab.errors import UsageError

SENTENCES = {
    "ar": "قال رئيس البلدية إن الجسر الجديد سيفتح أمام السيارات في نهاية الشهر المقبل بعد عامين من العمل.",
    "fa": "شهردار گفت پل جديد شهر در پايان ماه آينده پس از دو سال کار ساختماني به روي خودروها باز خواهد شد.",
    "ru": "Новый мост через реку откроют для машин в конце следующего месяца, сообщила мэрия города.",
    "uk": "Новий міст через річку відкриють для автомобілів наприкінці наступного місяця, повідомила мерія.",
    "bg": "Новият мост над реката ще бъде отворен за автомобили в края на следващия месец, съобщи общината.",
    "el": "Η νέα γέφυρα πάνω από το ποτάμι θα ανοίξει για τα αυτοκίνητα στο τέλος του επόμενου μήνα.",
    "he": "ראש העיר אמר כי הגשר החדש מעל הנהר ייפתח לתנועת כלי רכב בסוף החודש הבא לאחר שנתיים של עבודה.",
    "tr": "Belediyeye göre ırmağın üzerindeki yeni köprünün gelecek ayın sonunda araçlara açılacak.",
    "pl": "Nowy most przez rzekę zostanie otwarty dla samochodów pod koniec przyszłego miesiąca, mówią.",
    "cs": "Nový most přes řeku se podle radnice otevře pro auta koncem příštího měsíce, řekl v úterý mluvčí.",
    "hu": "Az új hidat a jövő hónap végén nyitják meg az autók előtt, közölte kedden a városháza.",
    "de": "Die neue Brücke über den Fluß wird Ende nächsten Monats für Autos geöffnet, erklärte die Behörde.",
    "fr": "Le nouveau pont sera ouvert à la circulation à la fin du mois prochain, a déclaré la mairie, où "
    "l'on espère un été sans bouchons.",
    "es": "El nuevo puente se abrirá a los coches a finales del próximo mes, según anunció la alcaldía de la "
    "ciudad después de dos años de obras.",
    "zh": "市政府周二表示，河上的新桥经过两年的建设，将于下个月底向汽车开放，市民可以免费通行。",
    "hant": "市政府週二表示，河上的新橋經過兩年的建設，將於下個月底向汽車開放，市民可以免費通行。",
    "ja": "市は火曜日、二年間の工事を経て、川にかかる新しい橋を来月末に自動車に開放すると発表した。",
    "ko": "시는 화요일에 이 년 동안의 공사를 마치고 강을 건너는 새 다리를 다음 달 말에 연다고 밝혔다.",
}
"""The same invented news in each language."""

WRITTEN_IN = {
    "windows-1256": ["ar", "fa"],
    "windows-1251": ["ru", "uk", "bg"],
    "koi8-r": ["ru"],
    "windows-1253": ["el"],
    "windows-1255": ["he"],
    "windows-1254": ["tr"],
    "windows-1250": ["pl", "cs", "hu"],
    "iso-8859-2": ["pl", "cs", "hu"],
    "windows-1252": ["de", "fr", "es"],
    "gb18030": ["zh"],
    "big5": ["hant"],
    "shift_jis": ["ja"],
    "euc-jp": ["ja"],
    "euc-kr": ["ko"],
}
PYTHON = {"shift_jis": "cp932", "euc-kr": "cp949"}
PAIRS = [(name, language) for name, languages in WRITTEN_IN.items() for language in languages]


def page(text: str, name: str, head: str = "") -> bytes:
    """A page in the charset of this name."""
    html = f"<!DOCTYPE html><html><head>{head}<title>t</title></head><body><p>{text}</p></body></html>"
    return html.encode(PYTHON.get(name, name.replace("windows-", "cp")))


@pytest.mark.parametrize(("name", "language"), PAIRS)
def test_a_declared_charset_is_read(name: str, language: str) -> None:
    body = page(SENTENCES[language], name, f'<meta charset="{name}">')
    html, found, guessed = charset.utf8(body)
    assert SENTENCES[language] in html.decode()
    assert (found, guessed) == (name, False)


@pytest.mark.parametrize(("name", "language"), PAIRS)
def test_an_undeclared_charset_is_guessed(name: str, language: str) -> None:
    html, _, guessed = charset.utf8(page(SENTENCES[language], name))
    assert SENTENCES[language] in html.decode()
    assert guessed


@pytest.mark.parametrize(("name", "language"), PAIRS)
def test_a_page_that_calls_itself_utf8_and_is_not_is_guessed(name: str, language: str) -> None:
    html, _, guessed = charset.utf8(page(SENTENCES[language], name, '<meta charset="utf-8">'))
    assert SENTENCES[language] in html.decode()
    assert guessed


def test_utf8_comes_back_as_the_same_object() -> None:
    body = page(SENTENCES["ar"], "utf-8")
    html, name, guessed = charset.utf8(body)
    assert html is body
    assert (name, guessed) == ("utf-8", False)


def test_a_sequence_may_lie_across_the_places_where_the_bytes_are_cut_for_checking() -> None:
    for shift in range(4):
        body = b"a" * shift + "é漢😀".encode() * 9000
        assert charset.utf8(body) == (body, "utf-8", False)
    cut_short = b"a" * 3 + "漢".encode() * 9000 + b"\xe6\xbc"
    assert charset.utf8(cut_short)[0].decode() == "aaa" + "漢" * 9000 + "\ufffd"


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1251", "gb2312", "shift_jis", "big5"])
def test_valid_utf8_is_utf8_whatever_it_calls_itself(declared: str) -> None:
    body = page(SENTENCES["fr"], "utf-8", f'<meta charset="{declared}">')
    assert charset.utf8(body, f"text/html; charset={declared}") == (body, "utf-8", False)


def test_a_few_legacy_characters_that_happen_to_be_valid_utf8_are_read_as_declared() -> None:
    body = b'<meta charset="gbk"><p>' + "学前".encode("gbk")
    body.decode()  # the accident: these four bytes are valid UTF-8
    html, name, _ = charset.utf8(body)
    assert "学前" in html.decode()
    assert name == "gbk"


@pytest.mark.parametrize("language", ["de", "fr", "ar", "zh"])
def test_a_few_bad_bytes_do_not_turn_utf8_into_something_else(language: str) -> None:
    good = page(SENTENCES[language] * 3, "utf-8", '<meta charset="utf-8">')
    html, name, guessed = charset.utf8(good.replace(b"</p>", b" J\xfcrgen</p>"))
    assert SENTENCES[language] in html.decode()
    assert "J\ufffdrgen" in html.decode()
    assert (name, guessed) == ("utf-8", False)


def test_a_few_bad_bytes_do_not_make_a_wrong_declaration_right() -> None:
    body = page(SENTENCES["fr"] * 30, "utf-8", '<meta charset="iso-8859-1">') + b"\xe9"
    assert charset.utf8(body)[1] == "utf-8"


ORDER = [
    # body, header, encoding asked for, text, name
    ("é".encode("cp1252"), "text/html; charset=windows-1252", None, "é", "windows-1252"),
    (b"<meta charset=windows-1251>\xe9", "text/html; charset=windows-1252", None, "é", "windows-1252"),
    (b"<meta charset=windows-1251>\xe9", "text/html; charset=nonsense", None, "й", "windows-1251"),
    (b"<meta charset=windows-1251>\xe9", "text/html", None, "й", "windows-1251"),
    (b"<meta charset=windows-1251>\xe9", None, "windows-1253", "ι", "windows-1253"),
    (b"\xef\xbb\xbf<meta charset=windows-1251>\xc3\xa9", "text/html; charset=big5", None, "é", "utf-8"),
    (b"\xef\xbb\xbf<meta charset=windows-1251>\xc3\xa9", None, "windows-1252", "Ã©", "windows-1252"),
    (b"\xff\xfe<\x00p\x00>\x00\xe9\x00", "text/html; charset=utf-8", None, "é", "utf-16le"),
    (b"\xfe\xff\x00<\x00p\x00>\x00\xe9", None, None, "é", "utf-16be"),
    ("<html><p>é漢</p></html>".encode("utf-16-le"), None, None, "é漢", "utf-16le"),
    ("<html><p>é漢</p></html>".encode("utf-16-be"), "text/html; charset=utf-16", None, "é漢", "utf-16be"),
    ("<p>é</p>".encode(), "text/html; charset=utf-16", None, "é", "utf-8"),
    (b"<meta charset=utf-16>\xc3\xa9", None, None, "é", "utf-8"),
    (b"<meta charset=x-user-defined>\xe9", None, None, "é", "windows-1252"),
    (b"\xe9", "text/html; charset=x-user-defined", None, "\uf7e9", "x-user-defined"),
    (b'<?xml version="1.0" encoding="windows-1251"?><html>\xe9', None, None, "й", "windows-1251"),
    (
        b'<?xml version="1.0" encoding="koi8-r"?><meta charset=windows-1251>\xe9',
        None,
        None,
        "й",
        "windows-1251",
    ),
    (b"<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>\xe9", None, None, "й", None),
    (b"<meta content='text/html; charset=windows-1251' http-equiv=content-type>\xe9", None, None, "й", None),
    (b'<META NAME=x CHARSET = "Windows-1251 ">\xe9', None, None, "й", None),
    (b"<meta/charset=windows-1251>\xe9", None, None, "й", None),
    (b"<!-- <meta charset=koi8-r> --><meta charset=windows-1251>\xe9", None, None, "й", None),
    (b"<script>'<meta charset=koi8-r>'</script><meta charset=windows-1251>\xe9", None, None, "й", None),
    (b"<meta charset=nonsense><meta charset=windows-1251>\xe9", None, None, "й", None),
    (b"<p>" + b" " * 5000 + b"<meta charset=windows-1251>\xe9", None, None, "й", None),
    (b"<p title='<meta charset=koi8-r>'><meta charset=windows-1251>\xe9", None, None, "й", None),
    (b"<p title='a><meta charset=koi8-r>'></p><meta charset=windows-1251>\xe9", None, None, "й", None),
    (b'<meta charset=koi8-r"><meta charset=windows-1251>\xe9', None, None, "й", None),
    (b'<meta name="a content="b; charset=koi8-r"><meta charset=windows-1251>\xe9', None, None, "й", None),
    (b"<metacharset=koi8-r><meta charset=windows-1251>\xe9", None, None, "й", None),
    (
        b"<meta http-equiv='Content-Type ' content='charset=koi8-r'><meta charset=koi8-u>\xe9",
        None,
        None,
        "И",
        None,
    ),
    (b"<meta charset=gb2312>\xe9F\x81\x30\x89\x38\x80", None, None, "镕ß€", "gbk"),
    (b"<meta charset=ks_c_5601-1987>\xc7\xd1\x81\x41", None, None, "한갂", "euc-kr"),
    (b"<meta charset=iso-8859-1>\x93\x94\x80\x81", None, None, "“”€\x81", "windows-1252"),
    (b"<meta charset=iso-8859-9>\xfe\xf0", None, None, "şğ", "windows-1254"),
    (b"<meta charset=euc-jp>\xad\xa1\xb4\xc1", None, None, "①漢", "euc-jp"),
    (b"<meta charset=big5>\xf9\xd6\xba\x7e", None, None, "碁漢", "big5"),
    (b"<meta charset=iso-2022-jp>\x1b$B4A\x1b(B", None, None, "漢", "iso-2022-jp"),
    (b"<meta charset=windows-1253>\xd2\xe9", None, None, "\ufffdι", "windows-1253"),
    (b"<meta charset=gbk>\xd6<b>", None, None, "\ufffd<b>", "gbk"),
]


@pytest.mark.parametrize(("body", "header", "encoding", "text", "name"), ORDER)
def test_who_decides(
    body: bytes, header: str | None, encoding: str | None, text: str, name: str | None
) -> None:
    html, found, _ = charset.utf8(body, header, encoding)
    assert text in html.decode()
    assert name in {found, None}


@pytest.mark.parametrize(
    "label",
    [
        *("zlib", "bz2", "hex", "base64", "rot13", "idna", "undefined", "utf-7", "utf_7", "unicode_escape"),
        *("raw_unicode_escape", "punycode", "mbcs", "utf-32", "cp037", "utf-8-sig", "x" * 100_000, "", "\0"),
        *("é", "hz-gb-2312", "iso-2022-kr", "replacement"),
    ],
)
def test_a_label_that_no_browser_knows_is_as_good_as_none(label: str) -> None:
    body = page(SENTENCES["de"] + "+ADw-script+AD4- \\u003cscript\\u003e", "windows-1252")
    html, name, _ = charset.utf8(body, f"text/html; charset={label}")
    assert html.decode() == body.decode("cp1252")
    assert name == "windows-1252"
    meta = f'<meta charset="{label}">'.encode() + page(SENTENCES["de"], "windows-1252")
    assert SENTENCES["de"] in charset.utf8(meta)[0].decode()


@pytest.mark.parametrize("label", ["utf-9", "zlib", "", "replacement"])
def test_an_encoding_asked_for_by_a_wrong_name_is_the_users_error(label: str) -> None:
    with pytest.raises(UsageError, match="unknown charset"):
        charset.utf8(b"x", encoding=label)


def test_nul_bytes_are_dropped() -> None:
    assert charset.utf8(b"<ti\0tle>a\0b</title>")[0] == b"<title>ab</title>"
    assert charset.utf8(b"\xef\xbb\xbf<p>a\0b")[0] == b"<p>ab"
    assert charset.utf8(b"<meta charset=windows-1251>\xe9\0\xe9")[0].decode().endswith("йй")


def test_labels_are_matched_as_the_standard_says() -> None:
    assert charset.name_of("  UTF8\n") == "utf-8"
    assert charset.name_of("Latin1") == "windows-1252"
    assert charset.name_of("gb_2312-80") == "gbk"
    assert charset.name_of("iso-8859-8-i") == "iso-8859-8-i"
    assert charset.name_of("iso 8859 1") is None


def test_a_declaration_without_its_end_is_none() -> None:
    assert from_page(b"<p>a<meta charset=koi8-r") is None
    assert from_page(b"<p>a<meta charset=koi8-r>") == "koi8-r"


TESTS_OF_HTML5LIB: Final = os.environ.get("NEWSGRAB_HTML5LIB_TESTS", "")
"""The folder ``testdata`` of html5lib's source distribution (``html5lib/tests/testdata``)."""


def html5lib_cases() -> list[tuple[bytes, str]]:
    """Beginnings of pages, and the charset they declare; windows-1252 stands for none."""
    files = sorted(Path(TESTS_OF_HTML5LIB, "encoding").glob("*.dat"))
    parts = [part for file in files for part in re.split(rb"(?:^|\n)#data\n", file.read_bytes())[1:]]
    told = [part.partition(b"\n#encoding\n") for part in parts]
    return [(data, label.decode().strip()) for data, _, label in told]


@pytest.mark.skipif(not TESTS_OF_HTML5LIB, reason="NEWSGRAB_HTML5LIB_TESTS names no folder")
def test_what_html5lib_reads_is_read_so() -> None:
    cases = html5lib_cases()
    assert len(cases) > 80
    for data, label in cases:
        if b"<script" in data or b"<style" in data:
            continue  # passed over on purpose
        marked = data.startswith(b"\xef\xbb\xbf")
        declared = "utf-8" if marked else from_page(data) or "windows-1252"
        assert declared == charset.name_of(label), data


def test_the_labels_are_those_of_another_implementation() -> None:
    """All 228 of the Encoding Standard, as ``webencodings`` has them, which comes with html5lib."""
    assert {label: charset.name_of(label) for label in LABELS} == LABELS
    assert _labels().keys() == LABELS.keys()
    assert len(LABELS) == 228


def test_every_charset_of_the_standard_decodes_any_bytes() -> None:
    names = {"utf-8", "gbk", "big5", "euc-jp", "iso-2022-jp", "shift_jis", "euc-kr", "x-user-defined"}
    names |= {"utf-16le", "utf-16be", "macintosh", "x-mac-cyrillic", "koi8-u", "ibm866", "windows-874"}
    names |= {f"iso-8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
    names |= {f"windows-125{part}" for part in range(9)}
    every_pair = b"".join(bytes((a, b)) for a in range(256) for b in range(256))
    for name in names:
        assert charset.name_of(name) == name
        decode(every_pair, name).encode("utf-8", "replace")


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=40)))
def test_any_bytes_become_valid_utf8_without_nul(body: bytes, header: str | None) -> None:
    html, name, _ = charset.utf8(body, header)
    html.decode()
    assert b"\0" not in html
    assert charset.name_of(name) == name


@pytest.mark.parametrize(
    "hostile",
    [b"<!--", b"<script>", b'<meta "', b"<meta a=", b"<html ", b"<meta " + b" " * 999, b"charset=", b"\xe4 "],
)
def test_no_page_makes_the_search_for_its_charset_slow(hostile: bytes) -> None:
    body = b"\xe9" + (hostile * 500_000)[:500_000]
    start = time.process_time()
    charset.utf8(body)
    assert time.process_time() - start < 1
