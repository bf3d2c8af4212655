"""Strings made comparable, presentable, safe, and measured."""

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrab.text import (
    clean,
    clean_code,
    direction_of,
    fold,
    for_filename,
    for_screen,
    measures,
    script_of,
    spelling,
    word_count,
)

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)
"""Any code points at all, lone surrogates and noncharacters included."""

TRICKY = st.text(
    st.sampled_from(
        "aI\u0130\u0131 "
        "\u00a0\t\n\u200b\u200c\u200d\u200e\u200f\u061c\u202e\u2066\ufeff\u00ad\x00\x1b\x85\x9b"
        "\u0627\u0623\u0654\u064b\u0640\u06cc\u064a\u0649\u0301\u0307\u0308\u03b9\u0390\u00df\ufb01\ufe8e\ufef5\ufdfa"
        "\ufe70\u1100\u1161\u0e01\u0e31\u0e33\ud800\ufdd0\uffff\u2028\u3000._-/\\:~'\"\U0001f1e6\U0001f3fb\u00e9e"
    ),
    max_size=24,
)
"""Characters that combine, vanish or change, in any order."""

UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


class TestFold:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Related Articles:", "related articles"),
            ("  READ\n\tALSO ", "read also"),
            ("\u00abأحدث المواد\u00bb", "احدث المواد"),
            ("إقرأ أيضاً", "اقرا ايضا"),
            ("مُقالات ذات صِلَة", "مقالات ذات صله"),
            ("شـــاهد", "شاهد"),
            ("مسؤولية القائمين", "مسوولية القايمين"),
            ("یک کتاب", "يك كتاب"),
            ("می\u200cخوانید", "میخوانید"),
            ("اہم خبریں", "اهم خبریں"),
            ("\u200fشارك\u200e", "شارك"),
            ("\ufe8d\ufedf\ufee4\ufeb0\ufef3\ufeaa", "المزيد"),
            ("İLGİLİ HABERLER", "ilgili haberler"),
            ("SIK OKUNAN", "sık okunan"),
            ("ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ", "Διαβάστε επίσης"),
            ("Citeşte şi", "Citește și"),
            ("Ещё по теме", "Еще по теме"),
            ("L\u2019article", "l'article"),
            ("Straße", "STRASSE"),
            ("Cafe\u0301", "café"),
            ("ｓｈａｒｅ", "share"),
            ("Foto \u2013 Archiv", "foto - archiv"),
            ("so\u00adft", "soft"),
            ("❤️ Newsletter ❤️", "newsletter"),
        ],
    )
    def test_variants_of_one_phrase_are_one(self, one: str, other: str) -> None:
        assert fold(one) == fold(other)

    @pytest.mark.parametrize(("one", "other"), [("résumé", "resume"), ("für", "fur"), ("آب", "أبو")])
    def test_different_words_stay_different(self, one: str, other: str) -> None:
        assert fold(one) != fold(other)

    def test_marks_at_the_end_of_a_word_stay(self) -> None:
        assert fold("हिन्दी:") == "हिन्दी"
        assert fold("«ข่าวที่»") == "ข่าวที่"

    def test_punctuation_alone_is_nothing(self) -> None:
        assert fold(" -- » ... ") == ""

    def test_long_and_short_text_fold_alike(self) -> None:
        sentence = "تعبّر المقالات عن آراء أصحابها؛ السيرة الذاتيّة لهؤلاء. "
        assert fold(sentence * 9) == " ".join([fold(sentence) + "."] * 9).rstrip(".")

    @given(st.one_of(ANY_TEXT, TRICKY))
    def test_folding_twice_changes_nothing(self, any_text: str) -> None:
        assert fold(fold(any_text)) == fold(any_text)


class TestClean:
    @pytest.mark.parametrize(
        ("raw", "cleaned"),
        [
            ("  one\n   line ", "one line"),
            ("10\u00a0000\u202feuros", "10 000 euros"),
            ("\u3000\u3000中文段落", "中文段落"),
            ("Cafe\u0301", "Caf\u00e9"),
            ("\ufeffsoft\u00adhyphen\u200b", "softhyphen"),
            ("bell\x07 esc\x1b[2J nul\x00", "bell esc[2J nul"),
            ("\u202egnp.exe\u202c", "gnp.exe"),
            ("\u2068isolated\u2069", "isolated"),
            ("lone \ud800 half, non\ufffe\U0001ffffcharacter", "lone half, noncharacter"),
            ("\u200f\u200e العنوان \u200f", "العنوان"),
            ("\ufefb\ufe97\ufecc\ufea0\ufe90", "لاتعجب"),
            ("\u0628\ufe70", "\u0628\u064b"),
        ],
    )
    def test_what_cannot_be_seen_goes(self, raw: str, cleaned: str) -> None:
        assert clean(raw) == cleaned

    @pytest.mark.parametrize(
        "kept",
        [
            "می\u200cشود و نمی\u200cخواهند",
            "قال \u200fABC\u200e هنا",
            "كتـــاب مُقَدَّس",
            "النبي ﷺ قال ﴿آية﴾ والحمد ﷲ",
            "१४४५ ह\u094d\u200dय",
            "\U0001f468\u200d\U0001f469\u200d\U0001f467",
            "½ ﬁ ² …",
            "«هل؟» ، ؛ ۔",
        ],
    )
    def test_what_carries_meaning_stays(self, kept: str) -> None:
        assert clean(kept) == kept

    def test_a_non_joiner_stays_only_inside_a_word(self) -> None:
        assert clean("کتاب\u200c ها\u200c\u200cی \u200c") == "کتاب ها\u200cی"

    @given(st.one_of(ANY_TEXT, TRICKY))
    def test_nothing_unseen_is_left_and_cleaning_twice_changes_nothing(self, any_text: str) -> None:
        cleaned = clean(any_text)
        assert not UNSEEN.search(cleaned)
        assert clean(cleaned) == cleaned
        assert unicodedata.is_normalized("NFC", cleaned)
        assert cleaned == cleaned.strip()
        assert "  " not in cleaned

    @given(st.text(st.characters(categories=("L", "N", "Zs")), max_size=60))
    def test_no_letter_is_lost(self, words: str) -> None:
        def letters(of: str) -> str:
            return "".join(char for char in unicodedata.normalize("NFKC", of) if char.isalnum())

        assert letters(clean(words)) == letters(words)


class TestCleanCode:
    def test_lines_and_indentation_stay(self) -> None:
        assert clean_code("\r\n\nif x:\r\n\treturn\xa0 y  \n\n  # \u200bdone\n \n") == (
            "if x:\n\treturn  y\n\n  # done"
        )

    @given(st.one_of(ANY_TEXT, TRICKY))
    def test_only_line_feeds_and_tabs_remain_of_the_controls(self, any_text: str) -> None:
        cleaned = clean_code(any_text)
        assert not UNSEEN.search(cleaned)
        assert clean_code(cleaned) == cleaned


class TestForScreen:
    @pytest.mark.parametrize(
        ("title", "shown"),
        [
            ("\x1b[2J\x1b]0;pwned\x07title", "[2J]0;pwnedtitle"),
            ("a\r\nSet-Cookie: b", "a Set-Cookie: b"),
            ("tab\tline\u2028two\u2029three\x85four", "tab line two three four"),
            ("csi \x9b31m", "csi 31m"),
            ("\u202eevil\u2066 \u200fmark\u061c", "evil mark"),
            ("\ud83d half", "half"),
            ("plain [/red] stays", "plain [/red] stays"),
            ("می\u200cشود", "می\u200cشود"),
        ],
    )
    def test_a_title_cannot_drive_the_terminal(self, title: str, shown: str) -> None:
        assert for_screen(title) == shown

    @given(st.one_of(ANY_TEXT, TRICKY))
    def test_every_text_is_one_harmless_line(self, any_text: str) -> None:
        shown = for_screen(any_text)
        assert not UNSEEN.search(shown)
        assert not re.search("[\u2028\u2029\u061c\u200e\u200f]", shown)
        assert len(shown.splitlines()) <= 1
        shown.encode()


class TestForFilename:
    @pytest.mark.parametrize(
        ("title", "name"),
        [
            ("../../x", "x"),
            ("/etc/passwd", "etc-passwd"),
            ("..", ""),
            (".", ""),
            (" ", ""),
            ("~/.ssh/x", "ssh-x"),
            ("a/b", "a-b"),
            ("a\\b", "a-b"),
            ("C:\\x", "C-x"),
            ("foo\0bar", "foobar"),
            (".htaccess", "htaccess"),
            ("-rf", "rf"),
            ("Breaking: what now?", "Breaking - what now"),
            ('<a> "b" |c* ', "a b - c"),
            ("CON", "CON_"),
            ("nul.txt", "nul_.txt"),
            ("aux.", "aux_"),
            ("Lpt9 .a.b", "Lpt9_ .a.b"),
            ("console", "console"),
            ("trailing. . ", "trailing"),
            ("تُجري محادثاتٌ", "تجري محادثات"),
            ("می\u200cشود", "میشود"),
            ("🔥🔥", "🔥🔥"),
            ("line\nbreak", "line break"),
        ],
    )
    def test_a_title_becomes_one_safe_name(self, title: str, name: str) -> None:
        assert for_filename(title) == name

    def test_both_spellings_of_one_title_give_one_name(self) -> None:
        assert for_filename("Cafe\u0301") == for_filename("Caf\u00e9")

    @pytest.mark.parametrize(
        ("title", "units"),
        [
            ("x" * 10_000, "x"),
            ("新聞" * 5_000, "新聞"),
            ("👍🏽" * 3_000, "👍🏽"),
            ("🇱🇧" * 3_000, "🇱🇧"),
            ("न\u0940" * 3_000, "न\u0940"),
            ("q\u0323\u0308" * 3_000, "q\u0323\u0308"),
        ],
    )
    def test_long_titles_are_cut_between_letters(self, title: str, units: str) -> None:
        name = for_filename(title)
        assert 190 <= len(name.encode()) <= 200
        if len(units) > 1 and units != "新聞":
            assert len(name) % len(units) == 0

    def test_a_letter_too_long_for_a_name_gives_none(self) -> None:
        assert for_filename("e" + "\u0323" * 500) == ""

    def test_the_limit_holds_for_reserved_names_too(self) -> None:
        assert for_filename("CON", 3) == "CO"
        assert for_filename("con.txt", 7) == "con_.tx"

    @given(st.one_of(ANY_TEXT, TRICKY, st.text(max_size=400)), st.integers(0, 220))
    def test_any_text_gives_one_component_within_the_limit(self, any_text: str, limit: int) -> None:
        name = for_filename(any_text, limit)
        assert len(name.encode()) <= limit
        assert name == "" or re.fullmatch(r"[^.\-/\\\0 ~][^/\\\0]*", name)
        assert not re.search(r'[<>:"|?*\x00-\x1f\x7f-\x9f]', name)
        assert not name.endswith((".", " "))
        assert unicodedata.is_normalized("NFC", name)

    @given(st.one_of(ANY_TEXT, TRICKY))
    def test_a_name_is_its_own_name(self, any_text: str) -> None:
        name = for_filename(any_text)
        assert for_filename(name) == name


class TestWordCount:
    @pytest.mark.parametrize(
        ("words", "count"),
        [
            ("", 0),
            ("\u2014 \u00ab \u2026 ! \u2022", 0),
            ("One, two; three.", 3),
            ("It doesn\u2019t, it's 3.14 of 1,000 at 10:30", 8),
            ("a well-known U.S. senator \u2013 again", 6),
            ("Les députés n\u2019ont pas voté\u00a0: pourquoi\u00a0?", 6),
            ("قال ، ثم مضى؟ \u00abنعم\u00bb", 4),
            ("کتاب\u200cهای تازه", 2),
            ("Новости дня: пять", 3),
            ("वह हिन्दी में बोला ।", 4),
            ("tiếng Việt ngày nay", 4),
            ("2024年，中国发展", 6),
            ("東京タワーへ行く。", 8),
            ("ข่าวที่นี่", 5),
            ("서울에서 열린 회의", 3),
            ("NATO 秘书长 said", 5),
            ("half \ud800 pair", 2),
        ],
    )
    def test_words_and_in_unspaced_scripts_letters(self, words: str, count: int) -> None:
        assert word_count(words) == count

    @given(st.lists(st.text("abcxyzéßñабв0", min_size=1), max_size=30))
    def test_words_of_letters_are_counted_as_split(self, words: list[str]) -> None:
        assert word_count(" ".join(words)) == len(words)


class TestDirectionAndScript:
    @pytest.mark.parametrize(
        ("sentence", "direction", "script"),
        [
            ("The council met today", "ltr", "Latn"),
            ("اجتمع المجلس اليوم", "rtl", "Arab"),
            ("اجتمع مجلس شركة Apple في نيويورك", "rtl", "Arab"),
            ("The word سلام means peace", "ltr", "Latn"),
            ("הממשלה התכנסה היום", "rtl", "Hebr"),
            ("Совет собрался сегодня", "ltr", "Cyrl"),
            ("Το συμβούλιο συνεδρίασε", "ltr", "Grek"),
            ("परिषद की बैठक आज हुई", "ltr", "Deva"),
            ("สภาประชุมวันนี้", "ltr", "Thai"),
            ("议会今天开会，讨论国家发展", "ltr", "Hans"),
            ("議會今天開會，討論國家發展", "ltr", "Hant"),
            ("議会は今日開かれた", "ltr", "Jpan"),
            ("의회가 오늘 열렸다", "ltr", "Kore"),
            ("2024 — 10:30", None, "Zyyy"),
            ("", None, "Zyyy"),
        ],
    )
    def test_the_letters_decide(self, sentence: str, direction: str | None, script: str) -> None:
        assert direction_of(sentence) == direction
        assert script_of(sentence) == script

    def test_the_whole_text_is_sampled(self) -> None:
        assert direction_of("Reuters " * 20 + "قال المتحدث باسم الوزارة " * 200) == "rtl"

    def test_the_blocks_are_in_order(self) -> None:
        assert sorted(measures._STARTS) == measures._STARTS


def test_no_spelling_variant_leads_to_another() -> None:
    """Else the order of replacement would matter."""
    variants, spellings = set(spelling._VARIANTS), set(spelling._VARIANTS.values())
    assert variants.isdisjoint(spellings)


def test_each_simple_character_folds_as_by_the_book() -> None:
    characters = map(chr, range(0x80, sys.maxunicode + 1))
    simple = [char for char in characters if spelling._simply_spelt(char) is not None]
    assert len(simple) > 35_000
    for char in simple:
        for letters in (f"x{char}x", f"\u0627{char}\u0627", f"\u0938{char}\u094d", f" {char} \xe9"):
            assert fold(letters) == spelling._folded_by_the_book(letters), ascii(letters)


@given(st.one_of(ANY_TEXT, TRICKY, st.text(st.sampled_from(sorted(spelling._REPLACED)), max_size=12)))
def test_simple_text_folds_as_by_the_book(any_text: str) -> None:
    assert any_text.isascii() or fold(any_text) == spelling._folded_by_the_book(any_text)


def test_simple_characters_are_told_alike_before_and_after_the_expression_is_compiled() -> None:
    met = spelling._Simple()
    for char in map(chr, range(0x20000)):
        assert (char in met.others_in(f"a{char}")) == bool(spelling._NOT_SIMPLE.match(char)), hex(ord(char))
        met._texts = 0
    met._texts = spelling._OFTEN + 1
    assert met.others_in("caf\u0065\u0301 \u200b") == {"\u0301", "\u200b"}
