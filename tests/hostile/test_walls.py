"""D. What is no article (R49, R50): named, never bypassed, never saved, and its host left alone."""

import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import corpus

from cases import Case, Together
from command import FAST, story
from loopback import Loopback, Reply, page, redirect, status
from newsgrab.errors import NewsgrabError
from newsgrab.extraction import extract_page
from newsgrab.model import Page
from sandbox import Sandbox
from wall_pages import ACCEPTED, REFUSED

_FRONT: Final = REFUSED["listing: front page in English"].html

PAGES: Final = tomllib.loads((Path(__file__).parent / "walls.toml").read_text("utf-8"))
VENDORS: Final[dict[str, str]] = PAGES["challenge"]
OTHER: Final[dict[str, str]] = PAGES["other"]
HEADERS: Final[tuple[tuple[str, int, dict[str, str]], ...]] = (
    ("cf-mitigated", 403, {"cf_mitigated": "challenge"}),
    ("cf-mitigated", 503, {"cf_mitigated": "challenge"}),
    ("x-datadome", 403, {"x_datadome": "protected"}),
    ("x-datadome", 405, {"x_datadome": "protected"}),
    ("the cookie of DataDome", 401, {"set_cookie": "datadome=a; Path=/"}),
    ("x-amzn-waf-action", 405, {"x_amzn_waf_action": "captcha"}),
    ("x-vercel-mitigated", 429, {"x_vercel_mitigated": "challenge"}),
    ("x-kpsdk-ct", 429, {"x_kpsdk_ct": "a"}),
    ("DDoS-Guard", 403, {"server": "ddos-guard"}),
    ("AkamaiGHost", 403, {"server": "AkamaiGHost"}),
)


def wall(name: str, reply: Reply, code: str) -> Case:
    # The challenge's own host is left alone: the good page stands on another.
    return Case(
        row="R50",
        name=name,
        serve=reply,
        expect=code,
        same_host=code != "challenge",
        flags=(*FAST, "--retries", "2"),
    )


WALLS: Final = (
    *(
        wall(f"{name} at {code}", page(html, code), "challenge")
        for name, html in VENDORS.items()
        for code in (200, 403, 429, 503)
    ),
    wall("Cloudflare's block at 403", page(OTHER["block"], 403), "challenge"),
    *(
        wall(f"{name} at {code}", page("<p>No.</p>", code, **told), "challenge")
        for name, code, told in HEADERS
    ),
    wall("a login wanted by the protocol", status(401, www_authenticate='Basic realm="a"'), "login"),
    wall("a login wanted in words at 403", page(OTHER["login"], 403), "login"),
    wall("payment required", status(402), "paywall"),
    *(
        wall(f"{name} at {code}", page(shown.html, code), "geo_blocked")
        for name, shown in REFUSED.items()
        for code in (403, 451)
        if shown.code == "geo_blocked" and "legal reasons" not in name
    ),
    wall("payment wanted in words at 403", page(OTHER["paywall"], 403), "paywall"),
    wall("a price for robots", status(403, crawler_price="USD 0.01"), "paywall"),
)
PLAIN: Final = (
    wall("403 of a plain server", page(OTHER["forbidden"], 403), "http_403"),
    wall("403 with a link to the login", page(OTHER["link to a login"], 403), "http_403"),
    wall("401 without a word", status(401), "http_401"),
    wall("451", page("<title>451</title><p>Unavailable for legal reasons.</p>", 451), "http_451"),
    wall("404 with a puzzle", page(VENDORS["Cloudflare"], 404), "http_404"),
)
MISSING: Final = (
    *(
        Case(row="R49", name=name, serve=page(shown.html), expect=shown.code)
        for name, shown in REFUSED.items()
        if shown.code == "soft_404"
    ),
    Case(
        row="R49",
        name="a deleted article leads to the front page",
        serve={"/news/2024/story": redirect("/"), "/": page(_FRONT)},
        path="/news/2024/story",
        expect="soft_404",
    ),
    Case(row="R49", name="a front page", serve=page(_FRONT), expect="no_content"),
)
AT_200: Final = tuple(
    wall(f"{name}, at 200", page(shown.html), shown.code)
    for name, shown in REFUSED.items()
    if shown.code in {"challenge", "consent", "geo_blocked", "login", "paywall"}
)
ARTICLES: Final = tuple(
    Case(row="R50", name=f"an article: {name}", serve=page(shown.html)) for name, shown in ACCEPTED.items()
)


def consent_page(lang: str, title: str, body: str) -> str:
    """A page of its own, with the links that such pages have."""
    links = '<p><a href="/privacy">Privacy</a> <a href="/imprint">Imprint</a></p>'
    head = f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title></head>'
    return f'{head}<body><div class="cmp">{body}{links}</div></body></html>'


CONSENT: Final = tuple(
    wall(f"consent: {each['name']}", page(consent_page(each["lang"], each["title"], each["body"])), "consent")
    for each in PAGES["consent"]
)

CASES: Final = (*WALLS, *CONSENT, *PLAIN, *MISSING, *AT_200, *ARTICLES)
TOGETHER: Final = Together(CASES, most_s=60)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case(case: Case, tmp_path_factory: pytest.TempPathFactory) -> None:
    case.judge(TOGETHER.seen(case, tmp_path_factory))


@pytest.mark.parametrize("code", [200, 403])
def test_r50_a_host_that_wants_no_robots_is_left_alone(tmp_path: Path, code: int) -> None:
    with Loopback(("127.0.0.1", "127.0.0.2")) as server:
        server["/wall"] = page(VENDORS["Cloudflare"], code)
        server["/other"] = server["/later"] = page(story())
        walled, other, later = (server.url(path) for path in ("/wall", "/other", "/later"))
        elsewhere = server.url("/other", "127.0.0.2")
        box = Sandbox(tmp_path)
        first = box.run([walled, elsewhere], *FAST)
        first.holds(20)
        assert first.failures[walled]["code"] == "challenge"
        assert elsewhere in first.articles
        asked = len(server.paths("127.0.0.1"))
        second = box.run([other], *FAST)
        second.holds(20)
        assert "left alone" in second.failures[other]["message"]
        assert len(server.paths("127.0.0.1")) == asked
        assert later in box.run([later], *FAST, "--no-state").articles


def test_r50_the_other_pages_of_such_a_host_are_not_asked_for(tmp_path: Path) -> None:
    with Loopback() as server:
        server["/0"] = page(VENDORS["Cloudflare"], 403)
        urls = [server.url(f"/{number}") for number in range(10)]
        ended = Sandbox(tmp_path).run(urls, "--allow-private", "--delay", "50ms", "--ordered")
        ended.holds(20)
        assert {row["code"] for row in ended.failures.values()} == {"challenge"}
        assert ended.status == 7
        assert server.paths() == ["/robots.txt", "/0"]


WALLED: Final = {"challenge", "consent", "geo_blocked", "login", "paywall", "soft_404"}


@pytest.mark.long
@pytest.mark.skipif(corpus.home() is None, reason="NEWSGRAB_CORPUS does not name the evaluation corpus")
@pytest.mark.parametrize("name", corpus.sets(corpus.home() or Path()))
def test_r50_no_real_page_is_taken_for_a_wall(name: str) -> None:
    taken = []
    for record in corpus.records(corpus.required(), name):
        page_ = Page(url=record.url, final_url=record.url, body=record.path.read_bytes())
        try:
            extract_page(page_)
        except NewsgrabError as error:
            if error.code in WALLED:
                taken.append((error.code, record.id))
    assert taken == []
