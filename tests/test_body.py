"""The core of a page: the zone that holds most of its prose, and where everything else stands to it."""

from extraction_pages import H1, OTHERS, STORY, links, page, paragraphs, walked
from newsgrab.dom import Survey
from newsgrab.extraction.body import FAR, Layout, layout


def laid_out(html: str | bytes) -> tuple[Survey, Layout]:
    survey = walked(html)
    return survey, layout(survey)


def core_of(html: str | bytes) -> str:
    """Class or id of the core zone."""
    survey, found = laid_out(html)
    return survey.zones.names[found.core]


def zone(survey: Survey, name: str) -> int:
    return survey.zones.names.index(name)


# ------------------------------------------------------------------------------------------- the core


def test_the_core_is_the_zone_with_most_prose() -> None:
    aside = f"<aside class=few>{paragraphs(STORY[:2])}</aside>"
    assert core_of(page(f"<div><main class=most>{paragraphs()}</main>{aside}</div>")) == "most"


def test_links_and_short_lines_are_no_prose_however_many_they_are() -> None:
    menus = f"<div class=links>{links(OTHERS * 50)}{'<p>a short line</p>' * 300}</div>"
    linked = f"<div class=linked><p><a href=/x>{' '.join(STORY * 5)}</a></p></div>"
    assert core_of(page(f"{menus}<div class=story>{paragraphs()}</div>{linked}")) == "story"


def test_paragraphs_in_elements_of_their_own_belong_to_the_zone_around_them() -> None:
    assert core_of(page(f"<div class=story>{paragraphs(tag='div')}</div>")) == "story"
    wrapped = "".join(f"<div><p>{text}</p></div>" for text in STORY)
    assert core_of(page(f"<div class=story>{wrapped}</div><div class=x><p>{STORY[0]}</p></div>")) == "story"


def test_the_core_of_a_story_in_two_halves_is_what_holds_both() -> None:
    halves = "".join(f"<div class=half>{paragraphs(half)}</div>" for half in (STORY[:2], STORY[2:4]))
    survey, found = laid_out(page(f"<article class=story>{halves}</article>"))
    assert survey.zones.names[found.core] in ("story", "half")
    assert all(found.up[found.homes[n]] <= 1 for n in range(len(survey.runs)))


def test_a_page_without_prose_has_no_core() -> None:
    for html in ("", "<p>short</p>", page(links())):
        _, found = laid_out(html)
        assert found.core == -1
        assert found.total == 0
        assert set(found.up) <= {FAR}


# -------------------------------------------------------------------------------------- what is in it


def test_first_and_last_are_the_first_and_last_prose_of_the_core() -> None:
    main = (
        f"<article>{H1}<p>By Ada Berg</p>{paragraphs()}<p>Share</p></article><aside><p>{STORY[0]}</p></aside>"
    )
    survey, found = laid_out(page(main))
    assert [survey.runs[n].text for n in (found.first, found.last)] == [STORY[0], STORY[-1]]


def test_the_weight_of_prose_is_its_characters_outside_links() -> None:
    text = f'<p>{STORY[0]} <a href="/x">More on that</a></p>'
    survey, found = laid_out(f"<div>{text}<p>{STORY[1]}</p><p>Short.</p></div>")
    assert found.mass == [len(STORY[0]) + 1, len(STORY[1]), 0]
    assert found.total == sum(found.mass)
    assert len(found.homes) == len(found.mass) == len(survey.runs)


# ---------------------------------------------------------------------------------------- where it is


def test_steps_up_to_the_core_s_line_and_down_from_it() -> None:
    main = (
        "<div class=outer><div class=beside><div class=deeper><p>x</p></div></div>"
        f"<div class=core>{paragraphs()}<div class=inside><p>y</p></div></div></div>"
    )
    survey, found = laid_out(page(main))
    steps = {
        name: (found.up[zone(survey, name)], found.down[zone(survey, name)])
        for name in ("core", "inside", "outer", "beside", "deeper")
    }
    assert steps == {"core": (0, 0), "inside": (0, 1), "outer": (1, 0), "beside": (1, 1), "deeper": (1, 2)}
