"""Logins of hosts, from the file that curl, wget and ftp read: ``~/.netrc``."""

import os
from collections.abc import Mapping
from pathlib import Path

from newsgrab.errors import BadConfig, MissingFile
from newsgrab.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Login:
    """Who to be at a host.

    Attributes:
        host: Its name in lower case, exactly as it is asked for.
        name: The user name.
        password: The password.
    """

    host: str
    name: str = field(repr=False)
    password: str = field(repr=False)


def place_of_netrc(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the file is: ``$NETRC``, else ``.netrc`` in the home folder, or ``_netrc`` on Windows."""
    if environ.get("NETRC"):
        return Path(environ["NETRC"])
    usual = Path("~/.netrc").expanduser()
    other = usual.with_name("_netrc")
    return other if os.name == "nt" and not usual.exists() and other.exists() else usual


def read_logins(path: Path) -> tuple[Login, ...]:
    """The logins of the file that are for a host.

    Its ``default`` is for every host there is, and no password is: it is passed over.

    Args:
        path: The file.

    Raises:
        MissingFile: It cannot be read.
        BadConfig: It is broken; the message has the number of the line, but nothing of what it says.
    """
    import netrc  # noqa: PLC0415 - where it is used

    try:
        found = netrc.netrc(str(path)).hosts
    except OSError as error:
        raise MissingFile(f"the file of logins {path} cannot be read: {error.strerror}") from None
    except netrc.NetrcParseError as error:
        raise BadConfig(f"{path}, line {error.lineno}: no 'machine HOST login NAME password WORD'") from None
    except ValueError:
        raise BadConfig(f"{path} is no file of logins: it is not UTF-8") from None
    if not all(password for _, _, password in found.values()):  # Python takes a missing one for an empty one
        raise BadConfig(f"{path}: no 'machine HOST login NAME password WORD'")
    return tuple(
        Login(host.lower().removesuffix("."), name or "", password)
        for host, (name, _, password) in found.items()
        if host != "default"
    )
