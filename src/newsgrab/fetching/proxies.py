"""Which proxy a request goes through."""

import ipaddress
import os
from collections.abc import Mapping

from newsgrab.urls import host_of


def proxy_for(url: str, chosen: str | None, environ: Mapping[str, str] = os.environ) -> str | None:
    """The proxy for an address, or ``None``.

    Args:
        url: The address asked for.
        chosen: The user's own choice; ``""`` is none at all, ``None`` leaves it to the environment.
        environ: Where ``http_proxy``, ``https_proxy``, ``all_proxy`` and ``no_proxy`` stand, read as
            curl reads them: either case, but ``http_proxy`` in lower case only, because a web server
            passes a client's ``Proxy:`` header on as ``HTTP_PROXY`` (CVE-2016-5385).
    """
    if chosen is not None:
        return _with_scheme(chosen)
    scheme = url.partition(":")[0]
    names = [f"{scheme}_proxy", *([] if scheme == "http" else ["HTTPS_PROXY"]), "all_proxy", "ALL_PROXY"]
    found = next((environ[name] for name in names if environ.get(name)), "")
    exempt = environ.get("no_proxy") or environ.get("NO_PROXY") or ""
    return None if not found or _is_exempt(host_of(url), exempt) else _with_scheme(found)


def _with_scheme(proxy: str) -> str | None:
    if not proxy:
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _is_exempt(host: str, exempt: str) -> bool:
    for entry in exempt.replace(",", " ").split():
        name = entry.lower().lstrip(".").removeprefix("www.")
        if name in ("*", host) or host.endswith(f".{name}") or _is_within(host, name):
            return True
    return False


def _is_within(host: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
