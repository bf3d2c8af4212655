"""Cookies: the file, where each may go, and what becomes of those that servers set."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import FAST, newsgrab, story
from loopback import Exchange, Loopback, head, page, redirect, self_signed
from newsgrab.errors import BadConfig, MissingFile
from newsgrab.fetching.cookies import Cookie, is_public_suffix, path_matches, read_cookies
from newsgrab.fetching.jar import Jar

LATER = str(int(time.time()) + 86_400)
A, B = "127.0.0.1", "127.0.0.2"


def line(
    domain: str = A, *, below: str = "FALSE", path: str = "/", secure: str = "FALSE", expires: str = LATER
) -> str:
    return f"{domain}\t{below}\t{path}\t{secure}\t{expires}\tsession\thush"


def jar_file(folder: Path, *lines: str) -> Path:
    file = folder / "cookies.txt"
    file.write_text("# Netscape HTTP Cookie File\n\n" + "\n".join(lines) + "\n", "utf-8")
    return file


def own(domain: str, *, subdomains: bool = False, path: str = "/", secure: bool = False) -> Cookie:
    return Cookie(
        domain=domain,
        subdomains=subdomains,
        path=path,
        secure=secure,
        expires=None,
        name="session",
        value="hush",
    )


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback((A, B)) as running:
        for path in ("/a", "/news/a", "/newsletter"):
            running[path] = page(story())
        yield running


def sent(server: Loopback, path: str, host: str = A) -> str | None:
    """The cookies of the last request for a path."""
    (*_, last) = [seen for seen in server.log if (seen.host, seen.path) == (host, path)]
    return last.headers.get("cookie")


class TestTheFile:
    def test_it_is_read_as_browsers_and_programs_write_it(self, tmp_path: Path) -> None:
        file = tmp_path / "cookies.txt"
        file.write_bytes(
            b"\xef\xbb\xbf# a comment\r\n"
            b".example.com\tTRUE\t/\tTRUE\t0\tid\t1\r\n"
            b"#HttpOnly_example.com\tFALSE\t/news\tFALSE\t1999999999.5\ttoken\ta=b c\r\n"
            b"M\xc3\xbcnchen.example\tfalse\t\tfalse\t\tempty\r\n"
            b"\r\n"
        )
        first, second, third = read_cookies(str(file))
        assert (first.domain, first.subdomains, first.secure, first.expires) == (
            "example.com",
            True,
            True,
            None,
        )
        assert (second.path, second.expires, second.name, second.value) == (
            "/news",
            1999999999.5,
            "token",
            "a=b c",
        )
        assert (third.domain, third.path, third.value) == ("xn--mnchen-3ya.example", "/", "")
        assert "a=b c" not in repr(second)

    @pytest.mark.parametrize(
        ("bad", "message"),
        [
            (f"{A} FALSE / FALSE 0 session hush", "7 fields with tabs between, not spaces"),
            ('[{"name": "session", "value": "hush"}]', "not JSON"),
            ("session=hush", "not 1"),
            (line() + "\tmore", "not 8"),
            (line(below="maybe"), "TRUE or FALSE"),
            (line(secure="1"), "TRUE or FALSE"),
            (line(expires="tomorrow"), "in seconds since 1970"),
            (line(domain="http://a.example/"), "no domain"),
            (line(domain=""), "no domain"),
            (line(domain="a.example:80x"), "no domain"),
            (line() + "\x00", "cannot be sent"),
            (line() + "; Path", "cannot be sent"),
            (line(domain=".com", below="TRUE"), "for all sites under com"),
            (line(domain="co.uk", below="TRUE"), "for all sites under co.uk"),
        ],
    )
    def test_a_bad_line_is_named_and_nothing_of_it_told(self, tmp_path: Path, bad: str, message: str) -> None:
        file = jar_file(tmp_path, line(), bad)
        done = newsgrab("get", "http://a.example/", "-b", file, *FAST)
        assert (done.status, done.out) == (2, b"")
        assert done.complaint.startswith(f"{file}, line 4")
        assert message in done.complaint
        assert "hush" not in done.complaint

    def test_one_that_is_not_there_is_said_before_anything_is_fetched(
        self, tmp_path: Path, server: Loopback
    ) -> None:
        done = newsgrab("get", server.url("/a"), "-b", tmp_path / "none.txt", *FAST)
        assert done.status == 2
        assert "none.txt cannot be read: No such file" in done.complaint
        assert server.paths() == []

    def test_other_bytes_are_no_cookies(self, tmp_path: Path) -> None:
        file = tmp_path / "cookies.sqlite"
        file.write_bytes(b"SQLite format 3\0\xff\xfe")
        with pytest.raises(MissingFile, match="not UTF-8"):
            read_cookies(str(file))

    def test_nor_is_what_has_no_end(self) -> None:
        with pytest.raises(BadConfig, match="larger than 16 MB"):
            read_cookies("/dev/zero")


class TestWhereTheyGo:
    def test_to_their_host_but_not_with_robots_txt(self, tmp_path: Path, server: Loopback) -> None:
        done = newsgrab("get", server.url("/a"), "-b", jar_file(tmp_path, line()), *FAST)
        assert done.status == 0
        assert sent(server, "/a") == "session=hush"
        assert sent(server, "/robots.txt") is None
        assert b"hush" not in done.out

    def test_the_variable_does_the_same(self, tmp_path: Path, server: Loopback) -> None:
        env = {"NEWSGRAB_COOKIES": str(jar_file(tmp_path, line()))}
        assert newsgrab("get", server.url("/a"), *FAST, env=env).status == 0
        assert sent(server, "/a") == "session=hush"

    @pytest.mark.parametrize(
        "other",
        [
            line(domain=B),
            line(path="/news"),
            line(secure="TRUE"),
            line(expires="1000000000"),
            line(domain="0.0.1", below="TRUE"),
        ],
    )
    def test_not_where_they_do_not_belong(self, tmp_path: Path, server: Loopback, other: str) -> None:
        assert newsgrab("get", server.url("/a"), "-b", jar_file(tmp_path, other), *FAST).status == 0
        assert sent(server, "/a") is None

    def test_to_paths_below_theirs(self, tmp_path: Path, server: Loopback) -> None:
        file = jar_file(tmp_path, line(path="/news"))
        assert (
            newsgrab("get", server.url("/news/a"), server.url("/newsletter"), "-b", file, *FAST).status == 0
        )
        assert sent(server, "/news/a") == "session=hush"
        assert sent(server, "/newsletter") is None

    def test_no_redirect_takes_them_along(self, tmp_path: Path, server: Loopback) -> None:
        with Loopback((A,)) as elsewhere:
            elsewhere["/b"] = page(story())
            server["/to-host"] = redirect(server.url("/a", B))
            server["/to-port"] = redirect(elsewhere.url("/b"))
            server["/to-path"] = redirect("/a")
            addresses = [server.url(path) for path in ("/to-host", "/to-port", "/to-path")]
            assert newsgrab("get", *addresses, "-b", jar_file(tmp_path, line()), *FAST).status == 0
            assert sent(server, "/to-host") == "session=hush"
            assert sent(server, "/a", B) is None
            assert sent(elsewhere, "/b") is None
            assert sent(server, "/a") == "session=hush"

    def test_secure_ones_go_over_https_and_none_from_there_to_http(self, tmp_path: Path) -> None:
        made = self_signed(tmp_path)
        if made is None:
            pytest.skip("needs openssl")
        context, certificate = made
        file = jar_file(tmp_path, line(secure="TRUE"), line().replace("session", "open"))
        with Loopback((A,), tls=context) as safe, Loopback((A,)) as unsafe:
            safe["/a"] = page(story())
            safe["/down"] = redirect(unsafe.url("/a"))
            unsafe["/a"] = page(story())
            flags = ("-b", file, "--cacert", certificate, "--allow-downgrade", *FAST)
            assert newsgrab("get", safe.url("/a"), safe.url("/down"), *flags).status == 0
            assert sent(safe, "/a") == "session=hush; open=hush"
            assert sent(unsafe, "/a") is None

    def test_a_header_of_the_users_own_is_sent_instead(self, tmp_path: Path, server: Loopback) -> None:
        file = jar_file(tmp_path, line())
        assert newsgrab("get", server.url("/a"), "-b", file, "-H", "Cookie: mine=1", *FAST).status == 0
        assert sent(server, "/a") == "mine=1"

    @pytest.mark.parametrize(
        ("cookie", "start", "url", "goes"),
        [
            (own("a.example"), "https://a.example/", "https://a.example/", True),
            (own("a.example"), "https://a.example/", "https://www.a.example/", False),
            (own("a.example", subdomains=True), "https://a.example/", "https://www.a.example/", True),
            (own("a.example", subdomains=True), "https://a.example/", "https://aa.example/", False),
            (own("a.example"), "http://a.example/", "https://a.example/", True),
            (own("a.example"), "https://a.example/", "http://a.example/", False),
            (own("a.example"), "https://a.example/", "https://a.example:8443/", False),
            (own("a.example"), "https://a.example:8443/", "https://a.example:8443/x", True),
            (own("a.example"), "http://a.example:8080/", "http://a.example/", False),
            (own("a.example", secure=True), "http://a.example/", "http://a.example/", False),
        ],
    )
    def test_a_matrix_of_hops(self, cookie: Cookie, start: str, url: str, *, goes: bool) -> None:
        assert bool(Jar((cookie,)).header(url, start)) is goes

    def test_longer_paths_come_first(self) -> None:
        long = Cookie(
            domain="a.example", subdomains=False, path="/n", secure=False, expires=None, name="x", value="1"
        )
        assert Jar((own("a.example"), long)).header("http://a.example/n/", "http://a.example/n/") == (
            "x=1; session=hush"
        )

    def test_paths_match_by_their_parts(self) -> None:
        assert path_matches("/news", "/news")
        assert path_matches("/news/1", "/news")
        assert path_matches("/news/1", "/news/")
        assert not path_matches("/newsletter", "/news")
        assert not path_matches("/", "/news")

    def test_registries_are_known_by_their_shape(self) -> None:
        assert all(map(is_public_suffix, ("com", "co.uk", "com.au", "org.br", "ne.jp")))
        assert not any(map(is_public_suffix, ("bbc.co.uk", "example.com", "t.co", "orf.at", "bbc.com")))


class TestWhatServersSet:
    def test_it_is_kept_for_the_next_request_to_the_host(self, tmp_path: Path, server: Loopback) -> None:
        server["/wall"] = redirect("/a", set_cookie="seen=1; Path=/")
        assert newsgrab("get", server.url("/wall"), "-b", jar_file(tmp_path), *FAST).status == 0
        assert sent(server, "/a") == "seen=1"

    def test_but_only_where_cookies_are_wanted_at_all(self, server: Loopback) -> None:
        server["/wall"] = redirect("/a", set_cookie="seen=1; Path=/")
        assert newsgrab("get", server.url("/wall"), *FAST).status == 0
        assert sent(server, "/a") is None

    def test_the_file_stays_as_it_was(self, tmp_path: Path, server: Loopback) -> None:
        file = jar_file(tmp_path, line())
        before = file.read_bytes()
        server["/wall"] = redirect("/a", set_cookie="session=new; Path=/")
        assert newsgrab("get", server.url("/wall"), "-b", file, *FAST).status == 0
        assert sent(server, "/a") == "session=new"
        assert file.read_bytes() == before

    @pytest.mark.parametrize("domain", [B, ".0.0.2", "0.0.1", ""])
    def test_no_other_host_gets_it(self, tmp_path: Path, server: Loopback, domain: str) -> None:
        server["/wall"] = redirect(server.url("/a", B), set_cookie=f"seen=1; Path=/; Domain={domain}")
        assert newsgrab("get", server.url("/wall"), "-b", jar_file(tmp_path), *FAST).status == 0
        assert sent(server, "/a", B) is None

    def test_fifty_a_host_are_kept_of_thousands(self, tmp_path: Path, server: Loopback) -> None:
        lines = b"".join(b"Set-Cookie: c%d=1; Path=/\r\n" % number for number in range(2000))

        def flood(exchange: Exchange) -> None:
            exchange.send(
                head(302, location="/a", content_length=0).replace(b"\r\n\r\n", b"\r\n" + lines + b"\r\n")
            )
            exchange.keep = True

        server["/wall"] = flood
        done = newsgrab("get", server.url("/wall"), "-b", jar_file(tmp_path), *FAST)
        assert done.status == 0
        assert (sent(server, "/a") or "").count("=") == 50

    @pytest.mark.parametrize(
        ("setting", "then"),
        [
            ("a=1", "a=1"),
            ("a=1; Path=/other", ""),
            ("a=1; Secure", ""),
            ("a=1; Max-Age=0", ""),
            ("a=1; Max-Age=-1", ""),
            ("a=1; Max-Age=99999999999999999999", "a=1"),
            ("a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", ""),
            ("a=1; Expires=nonsense", "a=1"),
            ("a=1; Domain=example.com", "a=1"),
            ("a=1; Domain=com", "a=1"),
            ("__Host-a=1; Path=/", ""),
            ("__Secure-a=1", ""),
            ("alone", "alone"),
            ("", ""),
            ("a=\x07", ""),
            ("a=" + "x" * 5000, ""),
        ],
    )
    def test_a_table_of_settings(self, setting: str, then: str) -> None:
        jar = Jar(())
        jar.learn("http://www.example.com/", [setting])
        assert jar.header("http://www.example.com/x", "http://www.example.com/x") == then
        assert jar.header("http://other.example/", "http://other.example/") == ""

    def test_the_bare_host_and_www_are_one(self) -> None:
        jar = Jar(())
        jar.learn("https://www.a.example/", ["a=1; Domain=a.example"])
        assert jar.header("https://a.example/", "https://a.example/") == "a=1"
        assert jar.header("https://news.a.example/", "https://a.example/") == ""

    def test_a_server_may_take_back_a_cookie_of_the_user(self) -> None:
        jar = Jar((own("a.example"),))
        jar.learn("https://a.example/", ["session=; Max-Age=0; Path=/"])
        assert jar.header("https://a.example/", "https://a.example/") == ""
