"""No way out of this machine: tests and the commands they start reach loopback and nothing else.

Python imports a module of this name at its start (docs.python.org, "site"), so that having this folder
in ``PYTHONPATH`` is enough for every subprocess. An audit hook (PEP 578) sees each connect and each
look-up of a name; names other than localhost have no address here, as ``.invalid`` has nowhere
(RFC 6761). Nothing is imported until then: ``test_startup.py`` counts modules.
"""

import os
import sys


def _address(host: str) -> object:
    import ipaddress  # noqa: PLC0415 - see above

    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def refuse(event: str, arguments: tuple[object, ...]) -> None:
    """Refuses what would leave the machine."""
    if event in ("socket.connect", "socket.sendto"):
        place = arguments[1]
        if isinstance(place, tuple) and not getattr(_address(str(place[0])), "is_loopback", False):
            raise OSError(f"tests may not connect to {place[0]}")
    elif event == "socket.getaddrinfo":
        host = arguments[0].decode() if isinstance(arguments[0], bytes) else arguments[0]
        if isinstance(host, str) and host not in ("", "localhost") and _address(host) is None:
            import socket  # noqa: PLC0415 - see above

            raise socket.gaierror(socket.EAI_NONAME, "tests may not look up names")


sys.addaudithook(refuse)
if "HOSTILE_SURROUNDINGS" in os.environ:
    import surroundings  # noqa: F401 - what it does to this process is all
