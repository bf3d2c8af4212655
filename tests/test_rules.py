"""Language packs read, matched and told apart."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrab.errors import BadConfig
from newsgrab.rules import (
    BEGINNING,
    LanguagePack,
    NoticePattern,
    codes,
    detect,
    is_telling,
    label_of,
    leading_label,
    may_open_with_notice,
    notice_of,
    pack,
    read_pack,
    weak_label_of,
)
from newsgrab.rules.matching import REACH
from newsgrab.text import fold

PACK = """
code = "en"
name = "English"
script = "Latn"
direction = "ltr"

[labels]
latest = ["More from *", "Latest news"]
comments = ["Comments", "# replies"]
readalso = ["See also"]
related = ["Related stories"]
share = ["Send * by post"]
author = ["* writes here"]

[weak]
share = ["Print"]

[byline]
prefixes = ["By", "Written by"]
ands = ["and", "&"]
roles = ["Reporter"]

[stamps]
published = ["Printed"]
modified = ["Changed"]

[captions]
prefixes = ["Photo"]

[[notice]]
kind = "disclaimer"
groups = [["views", "opinions"], ["do not"], ["reflect"]]

[[notice]]
kind = "correction"
start = true
groups = [["correction:"], ["wrong"]]

[[notice]]
kind = "agency"
scope = "site"
groups = [["all rights reserved"]]

[[example]]
text = "Latest news"
expect = "label:latest"
"""


@pytest.fixture(name="english")
def _english() -> LanguagePack:
    return read_pack(PACK, "en.toml", frozenset({"the"}))


def label(text: str, language: LanguagePack) -> str | None:
    return label_of(fold(text), (language,))


def notice(text: str, language: LanguagePack) -> NoticePattern | None:
    return notice_of(fold(text), (language,))


class TestReading:
    def test_phrases_are_folded(self, english: LanguagePack) -> None:
        assert english.labels["latest news"] == "latest"
        assert english.weak_labels == {"print": "share"}
        assert english.roles == {"reporter"}
        assert english.date_prefixes == {"printed": "published", "changed": "modified"}

    def test_longer_prefixes_come_first(self, english: LanguagePack) -> None:
        assert english.byline_prefixes == ("written by", "by")

    def test_a_sign_between_names_stays(self, english: LanguagePack) -> None:
        assert english.byline_ands == {"and", "&"}

    def test_open_labels_are_kept_apart(self, english: LanguagePack) -> None:
        assert english.label_prefixes == (("more from", "latest"),)
        assert english.label_suffixes == (("writes here", "author"),)
        assert english.label_frames == (("send", "by post", "share"),)
        assert not [phrase for phrase in english.labels if "*" in phrase]

    def test_a_notice_keeps_the_punctuation_inside_it(self, english: LanguagePack) -> None:
        assert english.notices[1].groups[0] == ("correction:",)

    @pytest.mark.parametrize(
        ("old", "new", "named"),
        [
            ("latest =", "lastest =", "labels.lastest"),
            ('"Latest news"]', '"Latest news", 7]', "labels.latest"),
            ('"Latest news"]', '"..."]', "labels.latest"),
            ('"Comments"', '"Comments", "latest news"', "labels.comments"),
            ('kind = "agency"', 'kind = "agent"', "notice 3: kind"),
            ('scope = "site"', 'scope = "world"', "notice 3: scope"),
            ('groups = [["all rights reserved"]]', "groups = []", "notice 3"),
            ('groups = [["all rights reserved"]]', 'groups = "all"', "notice 3"),
            ('groups = [["all rights reserved"]]', "gropus = []", "notice.gropus"),
            ('direction = "ltr"', 'direction = "down"', "direction"),
            ('name = "English"', "name = 1", "name"),
            ("[weak]", "[week]", "week"),
            ("[byline]", "byline = 1\n[bylines]", "byline"),
            ('code = "en"', "code = ", "line 2"),
        ],
    )
    def test_what_is_wrong_is_named(self, old: str, new: str, named: str) -> None:
        assert old in PACK
        with pytest.raises(BadConfig, match=r"mine\.toml") as caught:
            read_pack(PACK.replace(old, new, 1), "mine.toml")
        assert named in str(caught.value)

    @pytest.mark.parametrize(
        "phrases",
        ['["Latest\\u0020news", "News"]', "['Latest news', \"News\"]", '["Latest news", # new\n"News"]'],
    )
    def test_lists_may_be_written_in_any_way_of_toml(self, phrases: str) -> None:
        written = read_pack(PACK.replace('["More from *", "Latest news"]', phrases), "en.toml")
        assert (written.labels["latest news"], written.labels["news"]) == ("latest", "latest")

    def test_a_number_is_no_list(self) -> None:
        with pytest.raises(BadConfig, match=r"name: a string is expected"):
            read_pack(PACK.replace('name = "English"', "name = 9e0"), "en.toml")

    def test_a_table_behind_the_examples_is_read(self) -> None:
        moved = PACK.replace('[weak]\nshare = ["Print"]\n', "") + '\n[weak]\nshare = ["Print"]\n'
        assert read_pack(moved, "en.toml").weak_labels == {"print": "share"}


class TestShipped:
    def test_a_pack_is_read_once(self) -> None:
        assert pack("ar") is pack("ar")

    @pytest.mark.parametrize("tag", ["ar", "AR", "ar-EG", "ar_SA", " ar "])
    def test_only_the_first_part_of_a_tag_counts(self, tag: str) -> None:
        assert pack(tag).code == "ar"

    @pytest.mark.parametrize("tag", ["", "xx", "../../etc/passwd", "a" * 1000, "ar.toml", "\x00", "عربي"])
    def test_an_unknown_language_has_the_empty_pack(self, tag: str) -> None:
        assert pack(tag).code == ""
        assert label_of("related", (pack(tag),)) is None

    def test_the_languages_are_listed(self) -> None:
        assert {"ar", "de", "en", "es", "fa", "fr", "ru", "tr", "zh"} <= set(codes())
        assert list(codes()) == sorted(codes())

    def test_one_pack_is_loaded_and_no_other(self) -> None:
        script = (
            "import sys, builtins, pathlib\n"
            "opened = []\n"
            "read = pathlib.Path.read_text\n"
            "pathlib.Path.read_text = lambda path, *a: (opened.append(path.name), read(path, *a))[1]\n"
            "from newsgrab.rules import detect, pack\n"
            "pack(detect('The council of the port met and said that it was not to be', 'ar'))\n"
            "print(*sorted(set(opened)))\n"
        )
        shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        assert shown.stdout.split() == ["en.toml", "stopwords.json"]


class TestLabels:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("LATEST NEWS:", "latest"),
            ("\u00abLatest\u00a0news\u00bb", "latest"),
            ("Comments (12)", "comments"),
            ("12 Comments", "comments"),
            ("1,204 comments", "comments"),
            ("Comments: 3", "comments"),
            ("5 replies", "comments"),
            ("More from Harbour Post", "latest"),
            ("Nora Field writes here", "author"),
            ("Send this story by post", "share"),
        ],
    )
    def test_a_whole_block_is_a_label(self, text: str, kind: str, english: LanguagePack) -> None:
        assert label(text, english) == kind

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "...",
            "Print",
            "The latest news from the port",
            "Latest newspapers",
            "Comments were few",
            "replies",
            "More from",
            "More fromage, please",
            "More from the man who built the bridge, who was never paid for it and died poor",
            "Send by post",
        ],
    )
    def test_anything_else_is_not(self, text: str, english: LanguagePack) -> None:
        assert label(text, english) is None

    def test_long_words_without_spaces_are_a_paragraph(self, english: LanguagePack) -> None:
        assert label("More from " + "新" * 100, english) is None

    def test_weak_labels_are_asked_for_by_name(self, english: LanguagePack) -> None:
        assert weak_label_of("print", (english,)) == "share"
        assert weak_label_of("print 3", (english,)) == "share"
        assert weak_label_of("latest news", (english,)) is None

    def test_the_first_pack_decides(self, english: LanguagePack) -> None:
        other = LanguagePack(labels={"comments": "more"})
        assert label_of("comments", (other, english)) == "more"
        assert label_of("comments", (english, other)) == "comments"
        assert label_of("latest news", (other, english)) == "latest"

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("See also: the harbour that never was, and the men who built it in a single year", "readalso"),
            ("See also", "readalso"),
            ("See alsoran", None),
            ("Related stories: the harbour that never was", "readalso"),
            ("Related stories of the treaty: none", None),
            ("He said: see also the other side", None),
        ],
    )
    def test_a_read_also_line_opens_with_its_label(
        self, text: str, kind: str | None, english: LanguagePack
    ) -> None:
        assert leading_label(fold(text), (english,)) == kind

    @given(st.text(max_size=60))
    def test_any_text_is_answered(self, text: str) -> None:
        packs = (pack("ar"), pack("en"))
        folded = fold(text)
        assert label_of(folded, packs) is None or weak_label_of(folded, packs) is None
        leading_label(folded, packs)
        notice_of(folded, packs)


class TestNotices:
    def test_one_of_each_group_in_order(self, english: LanguagePack) -> None:
        found = notice("The views printed here do not always reflect ours.", english)
        assert found is english.notices[0]

    @pytest.mark.parametrize(
        "text",
        [
            "Reflect: do not let your views be bought.",
            "The views printed here reflect ours entirely.",
            "views do not reflect",
            "They do not reflect the opinions of the town.",
        ],
    )
    def test_not_in_another_order_nor_in_part_nor_too_short(self, text: str, english: LanguagePack) -> None:
        assert notice(text, english) is None or len(text) >= 20
        if text != "views do not reflect":
            assert notice(text, english) is None

    def test_a_group_too_far_behind_does_not_count(self, english: LanguagePack) -> None:
        far = "The views " + "of the town " * (REACH // 12 + 1) + "do not reflect ours."
        assert notice(far, english) is None
        assert notice("The views of the town do not reflect ours.", english)

    def test_a_later_place_of_the_first_group_counts_too(self, english: LanguagePack) -> None:
        text = "The views " + "of the town " * 12 + "are old, and the views do not reflect ours."
        assert notice(text, english)

    def test_a_start_must_open_the_block(self, english: LanguagePack) -> None:
        assert notice("Correction: the year of the bridge was wrong.", english)
        assert notice("A correction: the year of the bridge was wrong.", english) is None
        assert notice("Correction of the course came late, a wrong turn", english) is None

    def test_the_scope_comes_with_the_pattern(self, english: LanguagePack) -> None:
        found = notice("\u00a9 Harbour Post. All rights reserved.", english)
        assert found
        assert (found.kind, found.scope) == ("agency", "site")

    @pytest.mark.parametrize("length", [19, 601])
    def test_a_notice_is_no_scrap_and_no_essay(self, length: int, english: LanguagePack) -> None:
        assert notice_of("all rights reserved".ljust(length, "x")[:length], (english,)) is None

    def test_dense_scripts_need_fewer_characters(self) -> None:
        assert notice_of(fold("本文仅代表作者观点。"), (pack("zh"),))

    @pytest.mark.parametrize(
        "text",
        [
            "The \u201cviews\u201d of the town do not \u201creflect\u201d ours.",
            "Many opinions re\u00adflect the town",
            "CORRECTION: the year of the bridge is wrong",
        ],
    )
    def test_telling_words_are_seen_in_unfolded_text(self, text: str, english: LanguagePack) -> None:
        assert is_telling(text, (english,))
        assert is_telling(text, (english,)), "now that its words are known"

    @pytest.mark.parametrize("text", ["The mayor said that the bridge was closed a year ago.", ""])
    def test_most_text_is_not_telling(self, text: str, english: LanguagePack) -> None:
        assert not is_telling(text, (english,))
        assert not is_telling(text, (english,)), "now that its words are known"

    def test_a_notice_known_by_its_signs_alone_is_not_overlooked(self) -> None:
        signs = (LanguagePack(notices=(NoticePattern(kind="agency", groups=(("\u00a9",),)),)),)
        text = "\u00a9 the people of the harbour"
        assert notice_of(fold(f"x {text}"), signs)
        assert is_telling(f"x {text}", signs)

    @given(
        st.lists(
            st.sampled_from(
                ["views", "opinions\u200b", "do", "not", "\u00abreflect\u00bb", "correction:", "wrong", "("]
            )
        )
    )
    def test_what_fits_a_notice_is_telling(self, words: list[str]) -> None:
        packs = (pack("ar"), read_pack(PACK, "en.toml"))
        text = " ".join(words)
        assert is_telling(text, packs) or notice_of(fold(text), packs) is None

    @pytest.mark.parametrize("text", ["\u201cCORRECTION: the year is wrong", "[Correction: the year"])
    def test_an_opening_is_seen_in_unfolded_text(self, text: str, english: LanguagePack) -> None:
        assert may_open_with_notice(text[:BEGINNING], (english,))

    @pytest.mark.parametrize("text", ["The correction: the year", "The views do not reflect ours", ""])
    def test_most_text_opens_otherwise(self, text: str, english: LanguagePack) -> None:
        assert not may_open_with_notice(text[:BEGINNING], (english,))

    def test_a_notice_told_by_its_beginning_may_be_shorter(self, english: LanguagePack) -> None:
        assert notice("Correction: wrong", english)

    def test_a_hostile_block_is_settled_quickly(self) -> None:
        # Every word of it opens a way into the patterns; recursion over the ways would never end.
        hostile = fold(("the views of the author do not necessarily this article " * 11)[:600])
        for _ in range(200):
            notice_of(hostile, (pack("en"), pack("ar")))


class TestDetect:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("قال رئيس البلدية إن الجسر الذي أغلق منذ عام سيفتح بعد أن تنتهي أعمال الصيانة في المدينة", "ar"),
            ("شهردار گفت پلی که از سال گذشته بسته بود پس از پایان تعمیر در این شهر باز می‌شود", "fa"),
            ("میئر نے کہا کہ وہ پل جو پچھلے سال سے بند تھا مرمت کے بعد شہر میں کھول دیا جائے گا", "ur"),
            ("ראש העיר אמר כי הגשר שנסגר לפני שנה ייפתח לאחר סיום העבודות", "he"),
            ("The mayor said that the bridge which was closed a year ago will be open after the work", "en"),
            (
                "Le maire a dit que le pont fermé depuis un an sera ouvert après les travaux dans la ville",
                "fr",
            ),
            (
                "El alcalde dijo que el puente cerrado desde hace un año se abrirá cuando acaben las obras",
                "es",
            ),
            (
                "Der Bürgermeister sagte, dass die Brücke, die seit einem Jahr gesperrt ist",
                "de",
            ),
            (
                "Il sindaco ha detto che il ponte chiuso da un anno sarà aperto dopo i lavori della città",
                "it",
            ),
            (
                "O prefeito disse que a ponte fechada há um ano não será aberta antes das obras",
                "pt",
            ),
            (
                "De burgemeester zei dat de brug die een jaar geleden dicht ging weer open is",
                "nl",
            ),
            (
                "Belediye başkanı bir yıl önce kapanan köprünün daha sonra açılacak olduğunu söyledi",
                "tr",
            ),
            (
                "Мэр сказал, что мост, который был закрыт год назад, откроют после того как закончат работы",
                "ru",
            ),
            (
                "Мер сказав, що міст, який був закритий рік тому, відкриють після того як закінчать роботи",
                "uk",
            ),
            ("Кметът каза, че мостът, който беше затворен преди година, ще бъде отворен след ремонта", "bg"),
            (
                "Burmistrz powiedział, że most zamknięty od roku będzie otwarty po zakończeniu prac",
                "pl",
            ),
            ("Starosta řekl, že most, který byl před rokem uzavřen, se otevře po opravě ve městě", "cs"),
            ("Ο δήμαρχος είπε ότι η γέφυρα θα ανοίξει μετά το τέλος των έργων", "el"),
            (
                "Primarul a spus că podul închis de un an va fi deschis după ce lucrările sunt gata",
                "ro",
            ),
            (
                "A polgármester azt mondta, hogy a híd, amely egy éve van lezárva, csak a munkák után lesz",
                "hu",
            ),
            ("Borgmästaren sade att bron som har varit stängd i ett år ska öppnas efter arbetet", "sv"),
            ("Borgmesteren sagde, at broen, som har været lukket i et år, bliver åbnet efter arbejdet", "da"),
            (
                "Borgermesteren sa at brua som har vært stengt i et år, blir åpnet etter arbeidet",
                "no",
            ),
            (
                "Pormestari sanoo, että silta, joka on ollut suljettuna vuoden, avataan kun työt ovat ohi",
                "fi",
            ),
            (
                "Wali kota mengatakan bahwa jembatan yang sudah ditutup sejak tahun lalu akan dibuka",
                "id",
            ),
            ("Thị trưởng nói rằng cây cầu đã đóng từ năm ngoái sẽ được mở lại sau khi sửa xong", "vi"),
            ("महापौर ने कहा कि एक साल से बंद पुल मरम्मत के बाद शहर के लोगों के लिए खोल दिया जाएगा", "hi"),
            ("市长说，关闭了一年的大桥将在工程结束后重新开放", "zh"),
            ("市長は、一年前から閉鎖されている橋を工事の後に開けると述べた", "ja"),
            ("시장은 일 년 전부터 닫힌 다리를 공사가 끝나면 다시 연다고 말했다", "ko"),
            ("นายกเทศมนตรีกล่าวว่าสะพานที่ปิดมาหนึ่งปีจะเปิดหลังซ่อมเสร็จ", "th"),
        ],
    )
    def test_the_words_decide_and_not_the_declaration(self, text: str, code: str) -> None:
        assert detect(text, None) == code
        assert detect(text, "en-US") == code
        assert detect(text, code) == code

    @pytest.mark.parametrize(
        ("text", "hint", "code"),
        [
            ("", "ar-EG", "ar"),
            ("", None, None),
            ("2024 \u2014 10:30", "nb-NO", "no"),
            ("Nora Field", "fr", "fr"),
            ("Nora Field", None, None),
            ("Ngabona amanxeba amathathu egxalabeni emqaleni kanye nasemhlane", "zu", "zu"),
            ("Ngabona amanxeba amathathu egxalabeni emqaleni kanye nasemhlane", None, None),
            ("東京大阪", "ja", "ja"),
            ("სახელმწიფო", None, "ka"),
        ],
    )
    def test_the_declaration_stands_in_where_words_are_few(
        self, text: str, hint: str | None, code: str | None
    ) -> None:
        assert detect(text, hint) == code

    @given(st.text(max_size=200), st.one_of(st.none(), st.text(max_size=12)))
    def test_the_answer_is_a_tag_or_nothing(self, text: str, hint: str | None) -> None:
        found = detect(text, hint)
        assert found is None or (found.isalpha() and found == found.lower())


@pytest.mark.skipif(not os.environ.get("NEWSGRAB_SAMPLE"), reason="NEWSGRAB_SAMPLE names no folder")
def test_the_samples_own_disclaimer_and_label_are_found() -> None:
    texts = [file.read_text("utf-8") for file in sorted(Path(os.environ["NEWSGRAB_SAMPLE"]).glob("*.txt"))]
    for text in texts:
        blocks = [block for block in map(fold, text.split("\n")) if block]
        packs = (pack(detect(text, None) or ""), pack("en"))
        assert packs[0].code == "ar"
        found = [(index, notice) for index, block in enumerate(blocks) if (notice := notice_of(block, packs))]
        assert [(notice.kind, notice.scope) for _, notice in found] == [("disclaimer", "article")]
        labels = [(index, kind) for index, block in enumerate(blocks) if (kind := label_of(block, packs))]
        assert labels == [(found[0][0] + 1, "latest")]
