"""C. Network: where it goes (R30-R39). The sites have public addresses; nothing leaves the machine."""

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Final, NamedTuple

import pytest

from cases import Case, Seen, Together
from command import FAST, story
from disguises import DISGUISES
from loopback import Loopback, Reply, Request, page, raw, redirect, robots, status
from sandbox import Ended, Sandbox
from small_internet import Certificate, SmallInternet, certificate, expired_certificate

QUICK: Final = ("--delay", "0", "--retries", "0", "--connect-timeout", "5s")
"""For the small internet: the guard is on."""

NEWS, GOOD = "news.example", "good.example"
GOOD_PAGE: Final = f"http://{GOOD}/story"


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    return Sandbox(tmp_path)


def connected(ended: Ended) -> set[str]:
    """The addresses that a connection was tried to."""
    return set(re.findall(r"^connect ([\d.:a-f]+)$", ended.touched, re.MULTILINE))


# ------------------------------------------------------------------------------------------- R30, R31


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    box, good = tmp_path_factory.mktemp("box"), tmp_path_factory.mktemp("pages") / "good.html"
    good.write_text(story(), "utf-8")
    with Loopback(("127.0.0.1", "127.0.0.2")) as server:
        urls = [f"http://{disguise}:{server.port}/{number}" for number, disguise in enumerate(DISGUISES)]
        inside = {"names": {"localhost": [["127.0.0.1"]], "a.localhost": [["127.0.0.1"]]}}
        ended = Sandbox(box).run(urls, str(good), *QUICK, inside=inside)
        assert server.connections == 0
    return ended


def test_r30_the_run(by_hand: Ended) -> None:
    by_hand.holds(30)
    assert not connected(by_hand)
    assert len(by_hand.articles) == 1
    assert len(by_hand.failures) == len(DISGUISES) >= 40


@pytest.mark.parametrize("number", range(len(DISGUISES)), ids=DISGUISES)
def test_r30_an_address_given_by_hand(by_hand: Ended, number: int) -> None:
    row = next(row for url, row in by_hand.failures.items() if url.endswith(f"/{number}"))
    assert (row["code"], row["status"]) == ("blocked_address", 6)
    assert "--allow-private" in row["message"]


@pytest.fixture(scope="module")
def redirected(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    with SmallInternet((NEWS, GOOD, "other.example")) as internet:
        port = internet.plain.port
        for number, disguise in enumerate(DISGUISES):
            inside = f"http://{disguise}:{port}/secret"
            internet.serve(f"http://{NEWS}/1/{number}", redirect(inside))
            internet.serve(f"http://{NEWS}/3/{number}", redirect(f"http://other.example/2/{number}"))
            internet.serve(f"http://other.example/2/{number}", redirect(f"/3/{number}"))
            internet.serve(f"http://other.example/3/{number}", redirect(inside))
        internet.serve(GOOD_PAGE, page(story()))
        numbers = range(len(DISGUISES))
        urls = [f"http://{NEWS}/{hops}/{number}" for hops in (1, 3) for number in numbers]
        surroundings = internet.surroundings({"localhost": [["127.0.0.1"]]})
        box = Sandbox(tmp_path_factory.mktemp("box"))
        ended = box.run([*urls, GOOD_PAGE], *QUICK, inside=surroundings)
        assert "/secret" not in internet.plain.paths()
    return ended


def test_r31_the_run(redirected: Ended) -> None:
    redirected.holds(60)
    assert all(address.startswith("93.184.0.") for address in connected(redirected))
    assert GOOD_PAGE in redirected.articles


@pytest.mark.parametrize("hops", [1, 3])
@pytest.mark.parametrize("number", range(len(DISGUISES)), ids=DISGUISES)
def test_r31_a_redirect(redirected: Ended, number: int, hops: int) -> None:
    row = redirected.failures[f"http://{NEWS}/{hops}/{number}"]
    assert (row["code"], row["status"]) == ("blocked_address", 6)


# ------------------------------------------------------------------------------------------------ R32


class TestRebinding:
    def test_r32_an_answer_that_changes_is_judged_again(self, box: Sandbox) -> None:
        closing = raw(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        with SmallInternet((NEWS, GOOD)) as internet, Loopback() as inside:
            internet.serve(f"http://{NEWS}/robots.txt", closing)
            internet.serve(GOOD_PAGE, page(story()))
            public = internet.addresses[NEWS]
            told = internet.surroundings({NEWS: [[public], ["127.0.0.1"]]})
            ended = box.run([f"http://{NEWS}/story", GOOD_PAGE], *QUICK, inside=told)
            assert inside.connections == 0
        ended.holds(20)
        assert ended.failures[f"http://{NEWS}/story"]["code"] == "blocked_address"
        assert "127.0.0.1" not in connected(ended)
        assert ended.touched.count(f"name {NEWS}\n") == ended.touched.count(f"connect {public}\n") + 1
        assert GOOD_PAGE in ended.articles

    def test_r32_of_a_public_and_a_private_address_the_public_one_is_used(self, box: Sandbox) -> None:
        with SmallInternet((NEWS,)) as internet:
            internet.serve(f"http://{NEWS}/story", page(story()))
            answer = ["127.0.0.1", "::1", internet.addresses[NEWS], "10.0.0.1"]
            told = internet.surroundings({NEWS: [answer]})
            ended = box.run([f"http://{NEWS}/story"], *QUICK, inside=told)
        ended.holds(20)
        assert connected(ended) == {internet.addresses[NEWS]}
        assert ended.touched.count(f"name {NEWS}\n") == 1
        assert len(ended.articles) == 1


# ------------------------------------------------------------------------------------------- R33, R35


def _nowhere(name: str, location: str, says: str = "") -> Case:
    return Case(
        row="R33",
        name=name,
        serve=redirect(location),
        expect="bad_redirect",
        says=says,
        check=lambda seen: seen.log[-1].path.startswith("/good") or len(seen.asked("/story")) == 1,
    )


_LEADS_NOWHERE: Final = (
    *(
        _nowhere(location, location, "no http(s) address")
        for location in (
            "file:///etc/passwd",
            "ftp://127.0.0.1/a",
            "gopher://127.0.0.1/a",
            "data:text/html,<p>a</p>",
            "javascript:alert(1)",
            "http:///x",
            "http://[::1",
            "http://127.0.0.1:99999/",
        )
    ),
    _nowhere("64 kB", "/" + "a" * 64_000),
    _nowhere("empty", "", "without saying where to"),
    _nowhere("a control sequence", "file:///\x1b[2J\x1b]0;a\x07"),
    Case(
        row="R33",
        name="a folded line",
        serve={
            "/story": raw(
                b"HTTP/1.1 302 Found\r\nLocation: /a\r\n X-Injected: 1\r\nContent-Length: 0\r\n\r\n"
            ),
            "/a%20X-Injected:%201": page(story()),
        },
        check=lambda seen: all("x-injected" not in request.headers for request in seen.log),
    ),
    Case(
        row="R33",
        name="CR and LF, written as percent",
        serve={"/story": redirect("/a%0D%0AX-Injected:%201"), "/a%0D%0AX-Injected:%201": page(story())},
        check=lambda seen: all("x-injected" not in request.headers for request in seen.log),
    ),
    Case(
        row="R33",
        name="relative, with ..",
        serve={"/a/b/story": redirect("../../../x/./y"), "/x/y": page(story())},
        path="/a/b/story",
    ),
    Case(
        row="R33",
        name="not ASCII",
        serve={"/story": redirect("/خبر"), "/%D8%AE%D8%A8%D8%B1": page(story())},
    ),
)


def _circle(name: str, replies: dict[str, Reply], most: int) -> Case:
    return Case(
        row="R35",
        name=name,
        serve=replies,
        expect="too_many_redirects",
        check=lambda seen: _hops(seen) <= most,
    )


def _hops(seen: Seen) -> int:
    return sum(request.path.startswith("/story") for request in seen.log)


_CIRCLES: Final = (
    _circle("to itself", {"/story": redirect("/story")}, 1),
    _circle("to and fro", {"/story": redirect("/story2"), "/story2": redirect("/story")}, 2),
    _circle(
        "without end",
        {"/story": redirect("/story0")} | {f"/story{n}": redirect(f"/story{n + 1}") for n in range(1000)},
        6,
    ),
    _circle(
        "a wall that wants a cookie",
        {
            "/story": redirect("/story?wall", set_cookie="a=1"),
            "/story?wall": redirect("/story", set_cookie="b=2"),
        },
        6,
    ),
)

CASES: Final = (*_LEADS_NOWHERE, *_CIRCLES)
TOGETHER: Final = Together(CASES, most_s=30)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case(case: Case, tmp_path_factory: pytest.TempPathFactory) -> None:
    case.judge(TOGETHER.seen(case, tmp_path_factory))


def test_r33_two_slashes_lead_to_another_host(box: Sandbox) -> None:
    with SmallInternet((NEWS, GOOD)) as internet:
        internet.serve(f"http://{NEWS}/story", redirect(f"//{GOOD}/story"))
        internet.serve(GOOD_PAGE, page(story()))
        ended = box.run([f"http://{NEWS}/story"], *QUICK, inside=internet.surroundings())
        assert [request.path for request in internet.log[f"http://{GOOD}"]] == ["/robots.txt", "/story"]
    ended.holds(20)
    assert ended.articles[f"http://{NEWS}/story"]["url"] == GOOD_PAGE


# ------------------------------------------------------------------------------------------------ R34


@pytest.mark.parametrize("allowed", [False, True])
def test_r34_a_proxy_may_stand_inside_and_leads_nobody_there(box: Sandbox, *, allowed: bool) -> None:
    with Loopback() as proxy, Loopback(("127.0.0.3",)) as inside:
        proxy[f"http://{NEWS}/robots.txt"] = robots("")
        proxy[f"http://{NEWS}/story"] = page(story("One"))
        proxy[inside.url("/story")] = page(story("Two", "Two."))
        urls = [f"http://{NEWS}/story", inside.url("/story"), "http://0x7f.3/", "http://localhost/a"]
        flags = (*QUICK, "--allow-private") if allowed else QUICK
        ended = box.run(urls, *flags, env={"http_proxy": proxy.url("")})
        assert inside.connections == 0
    ended.holds(20)
    assert f"http://{NEWS}/story" in ended.articles
    refused = {url for url, row in ended.failures.items() if row["code"] == "blocked_address"}
    assert refused == (set() if allowed else set(urls[1:]))


def test_r34_what_needs_no_proxy_is_asked_directly_and_judged(box: Sandbox) -> None:
    with Loopback() as proxy, SmallInternet((NEWS, GOOD)) as internet:
        internet.serve(GOOD_PAGE, page(story()))
        told = internet.surroundings({NEWS: [["10.1.2.3"]]})
        env = {"http_proxy": proxy.url(""), "NO_PROXY": f"{NEWS},{GOOD}"}
        ended = box.run([f"http://{NEWS}/story", GOOD_PAGE], *QUICK, inside=told, env=env)
        assert proxy.connections == 0
    ended.holds(20)
    assert ended.failures[f"http://{NEWS}/story"]["code"] == "blocked_address"
    assert GOOD_PAGE in ended.articles


# ------------------------------------------------------------------------------------------- R36, R37

ELSEWHERE: Final = {
    "another host": "https://b.example/there",
    "a subdomain": "https://sub.a.example/there",
    "a name that ends alike": "https://nota.example/there",
    "the domain above": "https://example/there",
    "another port": "http://a.example:8080/there",
    "https to http": "http://a.example/there",
    "another host, in http": "http://b.example/there",
    "and back": "https://b.example/back",
}
SECRETS: Final = {
    "X-Api-Key": "s3cret-key",
    "Authorization": "Bearer s3cret-token",
    "Cookie": "id=s3cret-cookie",
}
USER: Final = "me:s3cret-word"
BASIC: Final = base64.b64encode(USER.encode()).decode()
SITES: Final = ("a.example", "b.example", "sub.a.example", "nota.example", "example", "a.example:8080")


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    if which("openssl") is None:
        pytest.skip("needs openssl")
    return certificate(tmp_path_factory.mktemp("tls") / "own", [*SITES[:-1], NEWS, GOOD])


@contextmanager
def sites(trusted: Certificate) -> Iterator[SmallInternet]:
    with SmallInternet(SITES, trusted.context) as internet:
        for number, (name, there) in enumerate(ELSEWHERE.items()):
            internet.serve(f"https://a.example/{number}", redirect(there))
            if name != "and back":
                internet.serve(there, page(story(name, name)))
        internet.serve("https://b.example/back", redirect("https://a.example/home"))
        internet.serve("https://a.example/home", page(story("Home", "Home.")))
        yield internet


@pytest.fixture
def world(trusted: Certificate) -> Iterator[SmallInternet]:
    with sites(trusted) as internet:
        yield internet


def _own_cookies(box: Path) -> tuple[str, ...]:
    line = "a.example\tFALSE\t/\tTRUE\t0\tid\ts3cret-jar"
    (box / "cookies.txt").write_text(f"# Netscape HTTP Cookie File\n{line}\n", "utf-8")
    return ("--cookies", "cookies.txt")


def _own_headers(box: Path) -> tuple[str, ...]:
    (box / "headers.txt").write_text(
        "".join(f"{name}: {value}\n" for name, value in SECRETS.items()), "utf-8"
    )
    return ("-H", "@headers.txt")


def _own_netrc(box: Path) -> tuple[str, ...]:
    (box / ".netrc").write_text("machine a.example login me password s3cret-word\n", "utf-8")
    return ("--netrc",)


GIVEN: Final = {"-H": _own_headers, "--cookies": _own_cookies, "--netrc": _own_netrc, "userinfo": None}
BEARERS: Final = {
    **{f"-H {name}": ("-H", value) for name, value in SECRETS.items()},
    "--cookies": ("--cookies", "id=s3cret-jar"),
    "--netrc": ("--netrc", BASIC),
    "userinfo": ("userinfo", BASIC),
}
"""What brings a secret: how it is given, and what is sent of it."""


class Carried(NamedTuple):
    """A run with one kind of secrets through all hops: what was asked, and all that is left of it."""

    log: dict[str, list[Request]]
    left: tuple[bytes, ...]

    def places(self, sent: str) -> set[tuple[str, str]]:
        """Where a secret came to."""
        return {
            (site, request.path)
            for site, log in self.log.items()
            for request in log
            if any(sent in value for value in request.headers.values())
        }


@pytest.fixture(scope="module")
def carried(trusted: Certificate, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Carried]:
    runs = {}
    for given, write in GIVEN.items():
        box = Sandbox(tmp_path_factory.mktemp("box"))
        own = write(box.box) if write else ()
        login = "" if write else f"{USER}@"
        urls = [f"https://{login}a.example/{number}" for number in range(len(ELSEWHERE))]
        flags = (*QUICK, "--verbose", "--cacert", str(trusted.file), "--allow-downgrade", *own)
        with sites(trusted) as world:
            ended = box.run(urls, *flags, inside=world.surroundings(), env={"HOME": str(box.box)})
        for name in (".netrc", "cookies.txt", "headers.txt", "list.txt"):
            (box.box / name).unlink(missing_ok=True)
        ended.holds(30)
        assert len(ended.articles) == len(ELSEWHERE), ended.err
        written = b"".join(path.read_bytes() for path in box.box.rglob("*") if path.is_file())
        log = {site: list(asked) for site, asked in world.log.items()}
        runs[given] = Carried(log, (written, ended.out, ended.err.encode()))
    return runs


def test_r36_has_forty_eight_cells() -> None:
    assert len(BEARERS) * len(ELSEWHERE) >= 48


@pytest.mark.parametrize("hop", ELSEWHERE)
@pytest.mark.parametrize("bearer", BEARERS)
def test_r36_a_secret_does_not_leave_its_origin(carried: dict[str, Carried], bearer: str, hop: str) -> None:
    given, sent = BEARERS[bearer]
    places = carried[given].places(sent)
    assert ("https://a.example", f"/{list(ELSEWHERE).index(hop)}") in places
    site, _, path = ELSEWHERE[hop].rpartition("/")
    assert path in [request.path[1:] for request in carried[given].log[site]]
    assert (site, f"/{path}") not in places
    if hop == "and back":
        assert ("https://a.example", "/home") in places


@pytest.mark.parametrize("given", GIVEN)
def test_r36_nobody_else_gets_it_and_nothing_tells_it(carried: dict[str, Carried], given: str) -> None:
    asked = {("https://a.example", f"/{number}") for number in range(len(ELSEWHERE))}
    for sent in ("s3cret", BASIC):
        places = carried[given].places(sent)
        assert places <= asked | {("https://a.example", "/home")}
        assert not [told for told in carried[given].left if sent.encode() in told]


def test_r36_no_message_has_a_secret(world: SmallInternet, trusted: Certificate, box: Sandbox) -> None:
    world.serve("https://a.example/404", status(404))
    world.serve("https://a.example/file", redirect(f"file://{USER}@x/"))
    world.serve("https://a.example/other", redirect(f"http://{USER}@b.example/404"))
    urls = [f"https://{USER}@a.example/{path}" for path in ("404", "file", "other", "0")]
    flags = (*QUICK, "--cacert", str(trusted.file), "--verbose")
    ended = box.run(urls, *flags, inside=world.surroundings())
    (box.box / "list.txt").unlink()
    ended.holds(20)
    assert {row["code"] for row in ended.failures.values()} == {"http_404", "bad_redirect"}
    assert "s3cret" not in ended.err
    assert not [path for path in box.box.rglob("*") if path.is_file() and b"s3cret" in path.read_bytes()]


class TestCookiesOfServers:
    def test_r37_no_other_host_gets_them(self, box: Sandbox) -> None:
        lines = ("a=1", "b=2; Domain=co.uk", "c=3; Domain=uk", "d=4; Domain=.two.co.uk", "e=5; Path=/")
        set_cookies = "\r\nSet-Cookie: ".join(lines)
        with SmallInternet(("one.co.uk", "two.co.uk", "sub.one.co.uk")) as internet:
            internet.serve("http://one.co.uk/1", redirect("http://two.co.uk/1", set_cookie=set_cookies))
            internet.serve("http://two.co.uk/1", redirect("http://sub.one.co.uk/1"))
            internet.serve("http://sub.one.co.uk/1", redirect("http://one.co.uk/2"))
            internet.serve("http://one.co.uk/2", page(story()))
            (box.box / "cookies.txt").write_text("# Netscape HTTP Cookie File\n", "utf-8")
            flags = (*QUICK, "--cookies", "cookies.txt")
            ended = box.run(["http://one.co.uk/1"], *flags, inside=internet.surroundings())
            log = internet.log
        ended.holds(20)
        assert len(ended.articles) == 1
        assert log["http://one.co.uk"][-1].headers["cookie"].startswith("a=1")
        for other in ("two.co.uk", "sub.one.co.uk"):
            assert all("cookie" not in request.headers for request in log[f"http://{other}"])

    def test_r37_a_host_keeps_fifty_at_most(self, box: Sandbox) -> None:
        def flood(start: int) -> Reply:
            lines = "\r\nSet-Cookie: ".join(f"c{number}={number}" for number in range(start, start + 1000))
            return redirect(f"/{start + 1000}", set_cookie=lines)

        with SmallInternet((NEWS,)) as internet:
            for start in range(0, 4000, 1000):
                internet.serve(f"http://{NEWS}/{start}", flood(start))
            internet.serve(f"http://{NEWS}/4000", page(story()))
            (box.box / "cookies.txt").write_text("# Netscape HTTP Cookie File\n", "utf-8")
            flags = (*QUICK, "--cookies", "cookies.txt")
            ended = box.run([f"http://{NEWS}/0"], *flags, inside=internet.surroundings())
            sent = [request.headers.get("cookie", "") for request in internet.log[f"http://{NEWS}"]]
        ended.holds(20)
        assert len(ended.articles) == 1
        assert [cookies.count("=") for cookies in sent[2:]] == [50] * 4

    def test_r37_without_the_flag_none_is_kept(self, box: Sandbox) -> None:
        with SmallInternet((NEWS,)) as internet:
            internet.serve(f"http://{NEWS}/1", redirect("/2", set_cookie="a=1"))
            internet.serve(f"http://{NEWS}/2", page(story(), set_cookie="b=1"))
            ended = box.run([f"http://{NEWS}/1"], *QUICK, inside=internet.surroundings())
            assert all("cookie" not in request.headers for request in internet.log[f"http://{NEWS}"])
        ended.holds(20)


# ------------------------------------------------------------------------------------------- R38, R39

CERTIFICATES: Final = {
    "unknown": (certificate, NEWS, False),
    "expired": (expired_certificate, NEWS, True),
    "for another host": (certificate, "elsewhere.example", True),
}


@pytest.mark.parametrize("kind", CERTIFICATES)
def test_r38_a_certificate_that_is_wrong(
    box: Sandbox, tmp_path_factory: pytest.TempPathFactory, kind: str
) -> None:
    if which("openssl") is None:
        pytest.skip("needs openssl")
    make, name, is_trusted = CERTIFICATES[kind]
    made = make(tmp_path_factory.mktemp("tls") / "odd", [name])
    with SmallInternet((NEWS, GOOD), made.context) as internet:
        internet.serve(f"https://{NEWS}/story", page(story()))
        internet.serve(GOOD_PAGE, page(story()))
        flags = (*QUICK, "--cacert", str(made.file)) if is_trusted else QUICK
        ended = box.run([f"https://{NEWS}/story", GOOD_PAGE], *flags, inside=internet.surroundings())
        assert f"https://{NEWS}" not in internet.log
    ended.holds(20)
    assert ended.failures[f"https://{NEWS}/story"]["code"] == "tls_error"
    assert GOOD_PAGE in ended.articles


def test_r38_https_leads_to_http_only_where_that_is_allowed(
    world: SmallInternet, trusted: Certificate, box: Sandbox
) -> None:
    number = list(ELSEWHERE).index("https to http")
    urls = [f"https://a.example/{number}"]
    flags = (*QUICK, "--cacert", str(trusted.file))
    refused = box.run(urls, *flags, inside=world.surroundings())
    refused.holds(20)
    assert refused.failures[urls[0]]["code"] == "bad_redirect"
    assert "http://a.example" not in world.log
    allowed = box.run(urls, *flags, "--allow-downgrade", inside=world.surroundings())
    allowed.holds(20)
    assert urls[0] in allowed.articles


LIES: Final = {
    "https://elsewhere.example/story": True,
    "http://127.0.0.1/admin": True,
    "http://169.254.169.254/latest": True,
    "javascript:alert(1)": False,
    "file:///etc/passwd": False,
    "data:text/html,x": False,
    "//elsewhere.example/x": True,
}


def test_r39_where_a_page_says_it_belongs_nobody_goes(box: Sandbox) -> None:
    with SmallInternet((NEWS,)) as internet, Loopback() as inside:
        for number, lie in enumerate(LIES):
            tags = f'<link rel="canonical" href="{lie}"><meta property="og:url" content="{lie}"></head>'
            html = story(f"Story {number}", f"Number {number}.").replace("</head>", tags)
            internet.serve(f"http://{NEWS}/{number}", page(html))
        urls = [f"http://{NEWS}/{number}" for number in range(len(LIES))]
        ended = box.run(urls, *QUICK, inside=internet.surroundings())
        assert inside.connections == 0
        assert len(internet.log[f"http://{NEWS}"]) == 1 + len(LIES)
    ended.holds(20)
    assert connected(ended) == {internet.addresses[NEWS]}
    for number, is_web in enumerate(LIES.values()):
        stored = ended.articles[urls[number]]["canonical_url"]
        assert stored is None or (is_web and stored.startswith(("http://", "https://")))


def test_the_guard_is_what_keeps_it_out(box: Sandbox) -> None:
    # What all refusals above rest on: with the flag, the same addresses are asked.
    with Loopback() as server:
        server["/"] = page(story())
        ended = box.run([f"http://127.1:{server.port}/"], *FAST)
        assert server.paths() == ["/robots.txt", "/"]
    ended.holds(20)
