"""Names with public addresses that lead to a server on loopback: what newsgrab is for, without leaving.

``inside/surroundings.py`` plays the resolver and the routes; newsgrab itself is as always, and its guard
too: it sees public addresses.
"""

import ssl
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from hostile_server import HostileServer
from loopback import Loopback, Reply, Request

_FIRST: Final = "93.184.0."
"""Addresses that are public by every list; nobody is ever asked there."""


@dataclass(frozen=True)
class Certificate:
    """A certificate: the server's context, and the file that is to be trusted."""

    context: ssl.SSLContext
    file: Path


_AUTHORITY: Final = """
[ca]
default_ca = own
[own]
database = {folder}/index
serial = {folder}/serial
new_certs_dir = {folder}
default_md = sha256
policy = any
[any]
commonName = supplied
"""


def certificate(folder: Path, names: Sequence[str]) -> Certificate:
    """A self-signed certificate for these names, valid for two days, made by ``openssl``."""
    folder.mkdir(exist_ok=True)
    key, file = folder / "key.pem", folder / "certificate.pem"
    named = ",".join(f"DNS:{name}" for name in names)
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=test"]
    kind += ["-addext", f"subjectAltName={named}", "-days", "2"]
    _openssl("req", "-x509", *kind, "-keyout", key, "-out", file)
    return _loaded(key, file)


def expired_certificate(folder: Path, names: Sequence[str]) -> Certificate:
    """One that was valid in January 2020."""
    certificate(folder, names)
    key, request, file = folder / "key.pem", folder / "request.pem", folder / "expired.pem"
    (folder / "index").touch()
    (folder / "serial").write_text("01\n")
    (folder / "ca.cnf").write_text(_AUTHORITY.format(folder=folder))
    (folder / "names.cnf").write_text("subjectAltName = " + ",".join(f"DNS:{name}" for name in names))
    _openssl("req", "-new", "-key", key, "-subj", "/CN=test", "-out", request)
    own: list[str | Path] = ["-config", folder / "ca.cnf", "-extfile", folder / "names.cnf"]
    own += ["-keyfile", key, "-selfsign", "-batch", "-notext"]
    own += ["-startdate", "20200101000000Z", "-enddate", "20200201000000Z"]
    _openssl("ca", *own, "-in", request, "-out", file)
    return _loaded(key, file)


def _openssl(*words: str | Path) -> None:
    subprocess.run(["openssl", *words], check=True, capture_output=True)


def _loaded(key: Path, file: Path) -> Certificate:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    return Certificate(context, file)


class SmallInternet:
    """Sites by name, each on a loopback host of its own; http on port 80, https on port 443."""

    def __init__(self, names: Sequence[str], secure: ssl.SSLContext | None = None) -> None:
        """Sites without pages.

        Args:
            names: The sites; ``name:port`` is another port of a site.
            secure: What https is spoken with, if at all.
        """
        self.hosts = {name: f"127.7.0.{number}" for number, name in enumerate(names, 1)}
        self.addresses = {name: f"{_FIRST}{number}" for number, name in enumerate(names, 1)}
        self.plain = HostileServer(tuple(self.hosts.values()))
        self.secure = Loopback(tuple(self.hosts.values()), secure) if secure else None

    def serve(self, url: str, reply: Reply) -> None:
        """What is answered at an address."""
        scheme, _, rest = url.partition("://")
        name, slash, path = rest.partition("/")
        server = self.secure if scheme == "https" else self.plain
        assert server is not None, url
        server[self.hosts[name], slash + path] = reply

    def surroundings(self, names: Mapping[str, Sequence[Any]] | None = None) -> dict[str, Any]:
        """What ``Sandbox.run`` is told; ``names`` are resolved otherwise."""
        routes: dict[str, list[Any]] = {}
        for name, address in self.addresses.items():
            bare, _, port = name.partition(":")
            place = self.addresses[bare]
            routes[f"{place}:{port or 80}"] = [self.hosts[name], self.plain.port]
            if self.secure is not None and not port:
                routes[f"{address}:443"] = [self.hosts[name], self.secure.port]
        own = {name: [[address]] for name, address in self.addresses.items() if ":" not in name}
        return {"names": {**own, **(names or {})}, "routes": routes}

    @property
    def log(self) -> dict[str, list[Request]]:
        """What each site was asked, by ``scheme://name``."""
        found: dict[str, list[Request]] = {}
        for scheme, server in (("http", self.plain), ("https", self.secure)):
            for request in server.log if server else ():
                name = next(name for name, host in self.hosts.items() if host == request.host)
                found.setdefault(f"{scheme}://{name}", []).append(request)
        return found

    def __enter__(self) -> Self:
        """Starts answering."""
        self.plain.__enter__()
        if self.secure is not None:
            self.secure.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        """Stops."""
        self.plain.__exit__(None, None, None)
        if self.secure is not None:
            self.secure.__exit__(None, None, None)
