"""No way out of this machine: tests and the commands they start reach loopback and nothing else.

Python imports a module of this name at its start (docs.python.org, "site"), so that having this folder
in ``PYTHONPATH`` is enough for every subprocess. An audit hook (PEP 578) sees each connect and each
look-up of a name; names other than localhost have no address here, as ``.invalid`` has nowhere
(RFC 6761).
"""

import ipaddress
import socket
import sys
from typing import Any


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host in ("localhost", "")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuses what would leave the machine."""
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        if isinstance(address, tuple) and not _is_loopback(str(address[0])):
            raise OSError(f"tests may not connect to {address[0]}")
    elif event == "socket.getaddrinfo":
        host = arguments[0].decode() if isinstance(arguments[0], bytes) else arguments[0]
        if host is not None and not _is_address(host) and not _is_loopback(host):
            raise socket.gaierror(socket.EAI_NONAME, "tests may not look up names")


sys.addaudithook(refuse)
