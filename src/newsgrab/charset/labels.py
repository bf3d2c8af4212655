"""Names of charsets: the labels pages use, and the decoder each of them stands for.

The labels are those of the Encoding Standard (https://encoding.spec.whatwg.org/#names-and-labels).
A page's label is looked up here and nowhere else: Python's codec registry knows names like ``zlib``,
``utf-7`` and ``idna`` that a page must never reach.
"""

import codecs
from functools import cache
from typing import Final

_STANDARD: Final = """
utf-8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf8 x-unicode20utf8
ibm866 866 cp866 csibm866
iso-8859-2 csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2
iso-8859-3 csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3
iso-8859-4 csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4
iso-8859-5 csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988
iso-8859-6 arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i
= iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987
iso-8859-7 csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 iso_8859-7
= iso_8859-7:1987 sun_eu_greek
iso-8859-8 csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8
= iso_8859-8:1988 visual
iso-8859-8-i csiso88598i logical
iso-8859-10 csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6
iso-8859-13 iso8859-13 iso885913
iso-8859-14 iso8859-14 iso885914
iso-8859-15 csisolatin9 iso8859-15 iso885915 iso_8859-15 l9
iso-8859-16
koi8-r cskoi8r koi koi8 koi8_r
koi8-u koi8-ru
macintosh csmacintosh mac x-mac-roman
windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620
windows-1250 cp1250 x-cp1250
windows-1251 cp1251 x-cp1251
windows-1252 ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1
= iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii x-cp1252
windows-1253 cp1253 x-cp1253
windows-1254 cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5
= latin5 x-cp1254
windows-1255 cp1255 x-cp1255
windows-1256 cp1256 x-cp1256
windows-1257 cp1257 x-cp1257
windows-1258 cp1258 x-cp1258
x-mac-cyrillic x-mac-ukrainian
gbk chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk
gb18030
big5 big5-hkscs cn-big5 csbig5 x-x-big5
euc-jp cseucpkdfmtjapanese x-euc-jp
iso-2022-jp csiso2022jp
shift_jis csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis
euc-kr cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949
replacement csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr
utf-16be unicodefffe
utf-16le csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16
x-user-defined
"""

_CODECS: Final = {
    "ibm866": "cp866",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "iso-8859-8-i": "iso8859_8",
    "windows-874": "cp874",
    "gbk": "gb18030",  # the Standard decodes both with the larger table
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
}
"""Python's codec where its name is not the Standard's."""

_SECOND_TABLE: Final = {"big5": "cp950", "euc-jp": "cp932"}
"""Where Python's codec lacks characters that pages use (ETEN and NEC rows), the codec that has them."""

MULTIBYTE: Final = frozenset({"gbk", "gb18030", "big5", "euc-jp", "shift_jis", "euc-kr", "iso-2022-jp"})
"""The charsets in which one character takes two bytes or more, UTF-8 and UTF-16 left out."""

_LONGEST_LABEL: Final = 64
"""No label of the Standard is longer than 19 characters; a page may send one of 100 kB."""


@cache
def _labels() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in _STANDARD.replace("\n= ", " ").split("\n"):
        names = line.split()
        table.update(dict.fromkeys(names, names[0] if names else ""))
    return table


def name_of(label: str) -> str | None:
    """The lower-case name of the charset a label stands for, ``None`` for a label that is no label.

    Source: https://encoding.spec.whatwg.org/#concept-encoding-get.
    """
    if len(label) > _LONGEST_LABEL:
        return None
    return _labels().get(label.strip("\t\n\f\r ").lower())


def decode(body: bytes, name: str) -> str:
    """The text of bytes in the charset of this name; what cannot be read is U+FFFD.

    Args:
        body: The bytes, byte order mark removed.
        name: A name that ``name_of`` returned.
    """
    if name == "x-user-defined":
        return body.decode("latin-1").translate({byte: 0xF700 + byte for byte in range(0x80, 0x100)})
    if name in MULTIBYTE:
        second = _SECOND_TABLE.get(name)
        return body.decode(_CODECS.get(name, name), _from_second_table(second) if second else _lenient())
    if name.startswith("utf-"):
        return body.decode(name, "replace")
    return body.decode(_CODECS.get(name) or name.replace("windows-", "cp"), _control_or_unknown())


@cache
def _control_or_unknown() -> str:
    """An error handler: in the Standard's single-byte tables the holes of 0x80-0x9F are C1 controls."""

    def handle(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        byte = error.object[error.start]
        return (chr(byte) if byte < 0xA0 else "\ufffd"), error.start + 1  # noqa: PLR2004 - end of C1

    codecs.register_error("newsgrab.single-byte", handle)
    return "newsgrab.single-byte"


@cache
def _lenient() -> str:
    """An error handler: one U+FFFD for a bad lead byte, 0x80 of GBK is the euro sign."""

    def handle(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        euro = error.object[error.start] == 0x80 and error.encoding == "gb18030"  # noqa: PLR2004 - as said
        return ("€" if euro else "\ufffd"), _after(error)

    codecs.register_error("newsgrab.multi-byte", handle)
    return "newsgrab.multi-byte"


def _after(error: UnicodeDecodeError) -> int:
    """Where to go on: a trail byte below 0x80 is kept, for it may be the ``<`` of a tag."""
    trail = error.object[error.start + 1 : error.start + 2]
    pair = error.object[error.start] >= 0x80 and trail >= b"\x80"  # noqa: PLR2004 - end of ASCII
    return error.start + (2 if pair else 1)


@cache
def _from_second_table(codec: str) -> str:
    """An error handler: reads the pair with another codec (EUC-JP pairs as Shift_JIS first)."""

    def handle(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        pair = error.object[error.start : error.start + 2]
        end = error.start + len(pair)
        if error.encoding == "euc_jp":
            pair = _shifted(pair)
        try:
            return pair.decode(codec), end
        except UnicodeDecodeError:
            return "\ufffd", _after(error)

    name = f"newsgrab.second-{codec}"
    codecs.register_error(name, handle)
    return name


def _shifted(pair: bytes) -> bytes:
    """An EUC-JP pair as Shift_JIS (JIS X 0208: the same cell, numbered otherwise)."""
    if len(pair) < 2 or min(pair) < 0xA1:  # noqa: PLR2004 - no pair of the 94x94 plane
        return b"\xff\xff"
    row, cell = pair[0] - 0xA1, pair[1] - 0xA1
    lead = row // 2 + (0x81 if row < 62 else 0xC1)  # noqa: PLR2004 - the plane is split at row 62
    trail = cell + 0x9F if row % 2 else cell + (0x40 if cell < 63 else 0x41)  # noqa: PLR2004 - 0x7F is left out
    return bytes((lead, trail))
