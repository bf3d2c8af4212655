"""Hashes of a body: the same for the same text, near for near texts."""

import string
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction_pages import STORY
from newsgrab.extraction.fingerprint import _lowered, fingerprint

BODY = "\n\n".join(STORY * 2).replace("Monday", "Tuesday", 1)
OTHER = (
    "The council of Vell wants fewer cars in its old town and asks shops for deliveries before ten. "
    "Parents had collected nine hundred signatures under a letter about the road beside both schools. "
    "Buses would run every six minutes instead, which needs four drivers more than the company employs. "
    "A trial without parking meters begins next autumn and is to last until new rails are laid."
)
CHINESE = (
    "布伦港在修理十一个月后于周一重新开放，港务局在一份简短的声明中说。两台起重机被更换，北码头加高了半米。"
    "当时搬到斯卡维克的渔民预计一周内返回。市政府支付了三分之一的费用，其余来自议会两年前设立的小港口基金。"
)


def bits_apart(one: str, other: str) -> int:
    """How many of the 64 bits of the simhashes differ."""
    return (int(fingerprint(one).simhash, 16) ^ int(fingerprint(other).simhash, 16)).bit_count()


def test_both_are_lower_case_hex_of_fixed_length() -> None:
    for body in ("", "x", BODY, CHINESE, "\ud800"):
        found = fingerprint(body)
        assert (len(found.sha256), len(found.simhash)) == (64, 16)
        assert set(found.sha256 + found.simhash) <= set("0123456789abcdef")


@pytest.mark.parametrize(
    "copy", [BODY.upper(), BODY.replace("\n\n", " "), f"  {BODY}\n", BODY.replace(" ", "\t ")]
)
def test_case_and_spacing_do_not_matter(copy: str) -> None:
    assert fingerprint(copy) == fingerprint(BODY)


def test_one_letter_makes_another_text() -> None:
    assert fingerprint(BODY.replace("harbour", "harbor", 1)).sha256 != fingerprint(BODY).sha256


@pytest.mark.parametrize(
    "copy",
    [
        BODY.replace("Tuesday", "Wednesday"),
        f"{BODY}\n\nThis is one more line of an agency.",
        BODY.replace("Mona Lind", "Mona Lund"),
        "\n\n".join(reversed(BODY.split("\n\n"))),
        BODY.replace(",", "").replace(".", "!"),
    ],
)
def test_near_copies_have_near_simhashes(copy: str) -> None:
    assert bits_apart(copy, BODY) <= 10


def test_other_texts_have_far_simhashes() -> None:
    assert bits_apart(OTHER, BODY) >= 16
    assert bits_apart(CHINESE, BODY) >= 16


def test_near_copies_in_scripts_without_blanks_have_near_simhashes() -> None:
    assert bits_apart(CHINESE.replace("十一", "十二"), CHINESE) <= 10


@given(st.lists(st.sampled_from("harbour quay crane tide ferry".split()), min_size=1))  # noqa: SIM905 - shorter
def test_the_simhash_counts_each_word_once_in_whatever_order(words: list[str]) -> None:
    assert fingerprint(" ".join(words)).simhash == fingerprint(" ".join(sorted(set(words)))).simhash


@pytest.mark.parametrize("count", [1, 255, 256, 70_000])
def test_a_text_of_any_number_of_words_has_one(count: int) -> None:
    assert len(fingerprint(" ".join(f"w{n}" for n in range(count))).simhash) == 16


def by_the_book(body: str) -> int:
    """The simhash as its definition says, word by word and bit by bit."""
    words = set(body.lower().encode().translate(None, string.punctuation.encode()).split())
    words = {word for word in words if len(word) > 5} or words
    votes = [0] * 64
    for word in words:
        low = zlib.crc32(word)
        hashed = low | (low * 0x9E3779B1 >> 16 & 0xFFFFFFFF) << 32
        for bit in range(64):
            votes[bit] += 1 if hashed >> bit & 1 else -1
    return sum(1 << bit for bit, vote in enumerate(votes) if vote > 0)


@given(st.text(st.sampled_from("abcXYZ .,\n-é港"), max_size=200))
def test_the_simhash_is_what_its_definition_says(body: str) -> None:
    assert int(fingerprint(body).simhash, 16) == by_the_book(body)


def test_fingerprints_are_kept_in_archives_so_they_never_change() -> None:
    found = fingerprint("The harbour of Brenn opened again.")
    assert found.sha256.startswith("73ff0103d8c5")
    assert found.simhash == "1c1006280940041a"


@pytest.mark.parametrize("text", ["ΟΔΟΣ", "“ÉTÉ”", "“Été”", "İzmir", "Straße", "\ud800", "x", ""])
def test_case_is_gone_whatever_the_text_is_written_in(text: str) -> None:
    for body in (text, f"{text} Plain Words Around It, Many More Than Those Beyond"):
        assert _lowered(body) == body.lower().encode("utf-8", "replace")
