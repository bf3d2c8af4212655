"""Which network addresses are public.

A news page can name any address, so a fetcher inside a company or a cloud would otherwise be
everybody's door to the machines behind it (server-side request forgery).
"""

import ipaddress
import socket
from typing import Final

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Python calls these global, yet they lead to other addresses or to the cloud's own services.
_ALSO_REFUSED: Final = tuple(
    (ipaddress.ip_network(network), kind)
    for network, kind in (
        ("64:ff9b::/96", "a NAT64 address"),  # RFC 6052
        ("64:ff9b:1::/48", "a NAT64 address"),  # RFC 8215
        ("2002::/16", "a 6to4 address"),  # RFC 3056
        ("192.88.99.0/24", "a 6to4 address"),  # RFC 7526
        ("2001::/32", "a Teredo address"),  # RFC 4380
        ("168.63.129.16/32", "a metadata service"),  # Azure; a public number that never leaves the host
        ("100.64.0.0/10", "a carrier-grade NAT address"),  # RFC 6598
        ("192.0.0.0/24", "a reserved address"),  # RFC 6890; one of them is a metadata service (Oracle)
        ("3fff::/20", "a reserved address"),  # RFC 9637
        ("5f00::/16", "a reserved address"),  # RFC 9602
    )
)


def why_not_public(address: str) -> str | None:
    """What kind of address it is, like ``a loopback address``; ``None`` if it is public.

    Args:
        address: An IPv4 or IPv6 address, perhaps with a scope (``fe80::1%eth0``).

    Raises:
        ValueError: It is no address.
    """
    ip: _Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    kinds = (
        ("an unspecified address", ip.is_unspecified),
        ("a loopback address", ip.is_loopback),
        ("a link-local address", ip.is_link_local),
        ("a multicast address", ip.is_multicast),
        *((kind, ip in network) for network, kind in _ALSO_REFUSED),
        ("a private address", ip.is_private),
        ("a reserved address", ip.is_reserved or not ip.is_global),
        ("a site-local address", getattr(ip, "is_site_local", False)),
    )
    return next((kind for kind, holds in kinds if holds), None)


def literal(host: str) -> str | None:
    """The address that a host is, without asking anybody; ``None`` if it is a name.

    Reads every spelling the C library reads: ``127.1``, ``0x7f000001``, ``2130706433``, ``017700000001``.
    """
    try:
        return ipaddress.IPv6Address(host.strip("[]").partition("%")[0]).compressed
    except ValueError:
        pass
    if not host or " " in host:  # after a space the C library reads no further
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None


def is_local_name(host: str) -> bool:
    """Whether a name means this machine by standard (RFC 6761 section 6.3)."""
    return host == "localhost" or host.endswith(".localhost")
