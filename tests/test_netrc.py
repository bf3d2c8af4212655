"""Logins from ~/.netrc: to the origin asked, and to nobody else."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import FAST, newsgrab, story
from loopback import Loopback, page, redirect, self_signed
from newsgrab.errors import BadConfig
from newsgrab.fetching.netrc import place_of_netrc, read_logins

A, B = "127.0.0.1", "127.0.0.2"
ANN = "Basic " + base64.b64encode(b"ann:hush").decode()


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback((A, B)) as running:
        running["/a"] = page(story())
        yield running


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A home with logins for the first host, the second one, and everybody."""
    file = tmp_path / ".netrc"
    file.write_text(f"machine {A} login ann password hush\ndefault login bob password secret\n")
    file.chmod(0o600)
    return {"HOME": str(tmp_path)}


def sent(server: Loopback, path: str, host: str = A) -> str | None:
    (*_, last) = [seen for seen in server.log if (seen.host, seen.path) == (host, path)]
    return last.headers.get("authorization")


def test_it_is_sent_when_asked_for(server: Loopback, env: dict[str, str]) -> None:
    done = newsgrab("get", "--netrc", server.url("/a"), *FAST, env=env)
    assert done.status == 0
    assert sent(server, "/a") == ANN
    assert sent(server, "/robots.txt") is None
    assert b"hush" not in done.out


def test_and_only_then(server: Loopback, env: dict[str, str]) -> None:
    assert newsgrab("get", server.url("/a"), *FAST, env=env).status == 0
    assert sent(server, "/a") is None


def test_variables_do_the_same(server: Loopback, env: dict[str, str], tmp_path: Path) -> None:
    other = (tmp_path / ".netrc").rename(tmp_path / "logins")
    done = newsgrab(server.url("/a"), *FAST, env=env | {"NEWSGRAB_NETRC": "1", "NETRC": str(other)})
    assert done.status == 0
    assert sent(server, "/a") == ANN


def test_the_login_of_everybody_goes_to_nobody(server: Loopback, env: dict[str, str]) -> None:
    assert newsgrab("get", "--netrc", server.url("/a", B), *FAST, env=env).status == 0
    assert sent(server, "/a", B) is None


def test_one_in_the_address_or_in_a_header_is_sent_instead(server: Loopback, env: dict[str, str]) -> None:
    address = server.url("/a").replace("//", "//eve:x@")
    assert newsgrab("get", "--netrc", address, *FAST, env=env).status == 0
    assert sent(server, "/a") == "Basic " + base64.b64encode(b"eve:x").decode()
    flags = ("--netrc", "-H", "Authorization: Bearer 1")
    assert newsgrab("get", server.url("/a"), *flags, *FAST, env=env).status == 0
    assert sent(server, "/a") == "Bearer 1"


def test_no_redirect_takes_it_along(server: Loopback, env: dict[str, str]) -> None:
    with Loopback((A,)) as elsewhere:
        elsewhere["/b"] = page(story())
        server["/to-host"] = redirect(server.url("/a", B))
        server["/to-port"] = redirect(elsewhere.url("/b"))
        server["/to-path"] = redirect("/a")
        server[B, "/back"] = redirect(server.url("/a"))
        server["/there"] = redirect(server.url("/back", B))
        for path in ("/to-host", "/to-port"):
            assert newsgrab("get", "--netrc", server.url(path), *FAST, env=env).status == 0
        assert sent(server, "/to-host") == ANN
        assert sent(server, "/a", B) is None
        assert sent(elsewhere, "/b") is None
        for path in ("/to-path", "/there"):
            assert newsgrab("get", "--netrc", server.url(path), *FAST, env=env).status == 0
            assert sent(server, "/a") == ANN
        assert sent(server, "/back", B) is None


def test_not_from_http_to_https_nor_back(tmp_path: Path, env: dict[str, str]) -> None:
    made = self_signed(tmp_path)
    if made is None:
        pytest.skip("needs openssl")
    context, certificate = made
    with Loopback((A,), tls=context) as safe, Loopback((A,)) as unsafe:
        for each, other in ((safe, unsafe), (unsafe, safe)):
            each["/a"] = page(story())
            each["/hop"] = redirect(other.url("/a"))
        flags = ("--netrc", "--cacert", certificate, "--allow-downgrade", *FAST)
        assert newsgrab("get", safe.url("/hop"), unsafe.url("/hop"), *flags, env=env).status == 0
        assert (sent(safe, "/hop"), sent(unsafe, "/hop")) == (ANN, ANN)
        assert (sent(safe, "/a"), sent(unsafe, "/a")) == (None, None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "cannot be read: No such file"),
        (f"machine {A} login ann password hush\nmachin b login c password hush\n", "line 2: no 'machine"),
    ],
)
def test_a_broken_file_is_one_line_without_secrets(
    tmp_path: Path, server: Loopback, text: str | None, message: str
) -> None:
    if text is not None:
        (tmp_path / ".netrc").write_text(text)
        (tmp_path / ".netrc").chmod(0o600)
    done = newsgrab("get", "--netrc", server.url("/a"), *FAST, env={"HOME": str(tmp_path), "NETRC": None})
    assert (done.status, done.out) == (2, b"")
    assert message in done.complaint
    assert "hush" not in done.complaint
    assert server.paths() == []


def test_other_bytes_are_no_logins(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadConfig):
        read_logins(tmp_path / "x")


def test_names_are_read_in_either_case_and_kept_secret(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("machine News.Example. login ann password hush\n")
    (login,) = read_logins(tmp_path / "x")
    assert login.host == "news.example"
    assert "hush" not in repr(login)


def test_the_variable_comes_before_home(tmp_path: Path) -> None:
    assert place_of_netrc({"NETRC": str(tmp_path / "x")}) == tmp_path / "x"
    assert place_of_netrc({}) == Path("~/.netrc").expanduser()
