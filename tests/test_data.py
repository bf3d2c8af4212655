"""The language packs: every phrase usable, every list shown at work, nothing that hits real prose."""

import json
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest

from newsgrab import rules
from newsgrab.model.article import NoticeKind, NoticeScope
from newsgrab.rules import (
    BEGINNING,
    LabelKind,
    LanguagePack,
    codes,
    is_telling,
    label_of,
    may_open_with_notice,
    notice_of,
    pack,
    weak_label_of,
)
from newsgrab.text import direction_of, fold, script_of

DATA = Path(rules.__file__).parent.parent / "data"

NEVER_ALONE = {
    "ar": "شارك مشاركة كتب كتبت المصدر طباعة إعلان تعليق المزيد عاجل حوار تقرير قبل منذ",
    "fa": "ورود نظر چاپ عکس اشتراک",
    "en": "related latest share print source by updated opinion correction sponsored",
    "de": "Von Foto Bild Stand Quelle",
    "fr": "Par Le Photo",
    "es": "Por Foto Temas",
    "ru": "Фото Автор Новости",
    "zh": "来源 作者 更多",
    "ja": "文 写真 更新",
    "ko": "글 사진 입력",
}
"""Words that stand alone in articles too; measured to hit two thirds of the bodies as loose words."""

SAMPLE_SCRIPTS = {"Hans": {"Hans", "Hant", "Hani"}, "Jpan": {"Jpan", "Hani"}}


def read(code: str) -> dict[str, Any]:
    return tomllib.loads((DATA / "languages" / f"{code}.toml").read_text("utf-8"))


def lists(values: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for table in ("labels", "weak", "byline", "stamps", "captions"):
        for key, phrases in values.get(table, {}).items():
            yield f"{table}.{key}", phrases
    for number, notice in enumerate(values.get("notice", []), 1):
        for group in notice["groups"]:
            yield f"notice {number}", group


EXAMPLES = [
    (code, example["text"], example["expect"]) for code in codes() for example in read(code)["example"]
]


def verdicts(text: str, language: LanguagePack) -> set[str]:
    """All that a pack has to say about a block, in the words of the examples."""
    folded, packs = fold(text), (language, pack("en"))
    found = {f"label:{label_of(folded, packs)}", f"weak:{weak_label_of(folded, packs)}"}
    if notice := notice_of(folded, packs):
        found.add(f"notice:{notice.kind}" + ("" if notice.scope == "article" else f":{notice.scope}"))
    if folded.startswith(language.byline_prefixes):
        found.add("byline")
    if folded.startswith(language.caption_prefixes):
        found.add("caption")
    longest = max(
        (prefix for prefix in language.date_prefixes if folded.startswith(prefix)), key=len, default=""
    )
    found.add(f"stamp:{language.date_prefixes.get(longest)}")
    return found


@pytest.mark.parametrize(("code", "text", "expect"), EXAMPLES)
def test_an_example_is_what_it_says(code: str, text: str, expect: str) -> None:
    found = verdicts(text, pack(code))
    if expect == "none":
        assert "label:None" in found
        assert not [verdict for verdict in found if verdict.startswith("notice")]
    else:
        assert expect in found
    if expect.startswith("notice"):
        packs = (pack(code), pack("en"))
        assert is_telling(text, packs)
        pattern = notice_of(fold(text), packs)
        assert pattern
        assert may_open_with_notice(text[:BEGINNING], packs) or not pattern.start
        assert "label:None" in found, "a block is a label or a notice"


@pytest.mark.parametrize("code", codes())
class TestPack:
    def test_it_is_named_as_its_file(self, code: str) -> None:
        assert pack(code).code == code
        assert pack(code).name

    def test_its_script_and_direction_are_those_of_its_phrases(self, code: str) -> None:
        phrases = " ".join(read(code)["labels"]["related"])
        script = pack(code).script
        assert script_of(phrases) in SAMPLE_SCRIPTS.get(script, {script})
        assert direction_of(phrases) == pack(code).direction

    def test_every_kind_of_label_is_there(self, code: str) -> None:
        assert set(read(code)["labels"]) == set(get_args(LabelKind))

    def test_no_phrase_is_there_twice(self, code: str) -> None:
        for name, phrases in lists(read(code)):
            folded = [fold(f"x{phrase}x") for phrase in phrases]
            assert len(folded) == len(set(folded)), name

    def test_no_label_is_of_two_kinds(self, code: str) -> None:
        assert not set(pack(code).labels) & set(pack(code).weak_labels)

    def test_phrases_have_no_spaces_around_and_one_open_part_at_most(self, code: str) -> None:
        for name, phrases in lists(read(code)):
            for phrase in phrases:
                assert phrase == phrase.strip() != "", name
                assert phrase.count("*") <= (1 if name.startswith("labels") else 0), (name, phrase)

    def test_words_that_stand_alone_in_articles_are_no_labels(self, code: str) -> None:
        for word in NEVER_ALONE.get(code, "").split():
            assert label_of(fold(word), (pack(code), pack("en"))) is None, word

    def test_labels_are_short(self, code: str) -> None:
        for label in [*pack(code).labels, *pack(code).weak_labels]:
            assert label_of(label, [LanguagePack(labels={label: "more"})]) == "more", label

    def test_open_labels_and_openings_of_notices_are_no_single_letters(self, code: str) -> None:
        language = pack(code)
        edges = [edge for *row, _ in (*language.label_prefixes, *language.label_suffixes) for edge in row]
        edges += [edge for *frame, _ in language.label_frames for edge in frame]
        edges += [phrase for notice in language.notices if notice.start for phrase in notice.groups[0]]
        assert not [edge for edge in edges if len(edge) < 2], "they are looked up by two characters"

    def test_every_list_has_an_example(self, code: str) -> None:
        language = pack(code)
        kinds = {*language.labels.values(), *(kind for *_, kind in language.label_prefixes)}
        wanted = {f"label:{kind}" for kind in kinds} | {
            f"weak:{kind}" for kind in language.weak_labels.values()
        }
        for notice in language.notices:
            wanted.add(f"notice:{notice.kind}" + ("" if notice.scope == "article" else f":{notice.scope}"))
        wanted |= {"byline", "caption", "stamp:published", "stamp:modified"}
        assert wanted <= {expect for of, _, expect in EXAMPLES if of == code}

    def test_every_pattern_of_a_notice_has_an_example(self, code: str) -> None:
        texts = [fold(text) for of, text, expect in EXAMPLES if of == code and expect.startswith("notice")]
        for number, notice in enumerate(pack(code).notices, 1):
            alone = (LanguagePack(script=pack(code).script, notices=(notice,)),)
            assert any(notice_of(text, alone) for text in texts), f"notice {number}: {notice.kind}"

    def test_every_kind_and_scope_of_notice_is_there(self, code: str) -> None:
        notices = pack(code).notices
        assert {notice.kind for notice in notices} == set(get_args(NoticeKind))
        assert {notice.scope for notice in notices} == set(get_args(NoticeScope))

    def test_there_are_as_many_examples_of_prose_as_of_notices(self, code: str) -> None:
        of_code = [expect for of, _, expect in EXAMPLES if of == code]
        assert of_code.count("none") >= sum(expect.startswith("notice") for expect in of_code)

    def test_the_examples_stand_together(self, code: str) -> None:
        # They are cut out before parsing; what stands between them would go with them or cost its parsing.
        text = (DATA / "languages" / f"{code}.toml").read_text("utf-8")
        tables = [line == "[[example]]" for line in text.splitlines() if line.startswith("[")]
        assert sum(one != other for one, other in pairwise(tables)) <= 2


class TestStopwords:
    def test_they_are_folded_and_listed_once(self) -> None:
        words = json.loads((DATA / "stopwords.json").read_text("utf-8"))["words"]
        for code, text in words.items():
            assert [fold(word) for word in text.split()] == list(dict.fromkeys(text.split())), code

    def test_every_pack_has_some(self) -> None:
        assert not [code for code in codes() if len(pack(code).stopwords) < 25]

    def test_every_language_told_apart_by_words_has_some(self) -> None:
        data = json.loads((DATA / "stopwords.json").read_text("utf-8"))
        crowded = [languages.split() for languages in data["scripts"].values() if " " in languages]
        assert {code for codes_ in crowded for code in codes_} <= set(data["words"])
