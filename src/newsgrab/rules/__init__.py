"""What is known about languages, as data: TOML files read into frozen packs, and matching by them.

Nothing here knows a word of any language. A pack is one file, ``data/languages/<code>.toml``; its
phrases are literal, never regular expressions, and are folded once (`newsgrab.text.fold`) when the
file is read. Text to be matched must be folded too::

    packs = (pack("ar"), pack("en"))
    label_of(fold("Related articles:"), packs)      # "related"

Labels are matched against whole short blocks, notices against whole blocks of 8 to 600 characters:
the same phrases anywhere in a text hit two thirds of the articles they were measured on.
"""

from newsgrab.rules.detection import detect
from newsgrab.rules.languages import LabelKind, LanguagePack, NoticePattern, Stamp
from newsgrab.rules.matching import SHORTEST_NOTICE, label_of, leading_label, notice_of, weak_label_of
from newsgrab.rules.reading import read_pack
from newsgrab.rules.shipped import codes, pack
from newsgrab.rules.telling import BEGINNING, is_telling, may_open_with_notice

__all__ = [
    "BEGINNING",
    "SHORTEST_NOTICE",
    "LabelKind",
    "LanguagePack",
    "NoticePattern",
    "Stamp",
    "codes",
    "detect",
    "is_telling",
    "label_of",
    "leading_label",
    "may_open_with_notice",
    "notice_of",
    "pack",
    "read_pack",
    "weak_label_of",
]
