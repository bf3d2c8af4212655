"""What went wrong on the wire, in newsgrab's own errors and one line for a person.

Each line says what happened, where, and if somebody can do something about it, what.
"""

import errno
import os
import socket
import ssl
from collections.abc import Iterator
from typing import Final

import anyio
import httpcore

from newsgrab.errors import (
    ConnectionRefused,
    ConnectionReset,
    DnsError,
    FetchError,
    FetchTimeout,
    NewsgrabError,
    TlsError,
    Truncated,
)
from newsgrab.fetching.failures import NoConnection, NoFiles
from newsgrab.text import for_screen
from newsgrab.urls import redact

WIRE_ERRORS: Final = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
    anyio.BrokenResourceError,
    anyio.ClosedResourceError,
    anyio.EndOfStream,
    OSError,
)
"""Everything that a request and the reading of its answer raise."""

_UNREACHABLE: Final = {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EACCES, errno.EPERM}
_NO_FILES: Final = {errno.EMFILE, errno.ENFILE}
# h11 words both kinds of early end so: a short Content-Length and an unfinished chunked body.
_CUT_SHORT: Final = "peer closed connection"
_LINE: Final = 200  # longest foreign text in a message, in characters


def explain(error: BaseException, url: str) -> NewsgrabError:
    """The error of newsgrab for one of ``WIRE_ERRORS``.

    Args:
        error: What was raised.
        url: What was asked for.
    """
    place = redact(url)
    known: NewsgrabError | None
    match error:
        case httpcore.ConnectTimeout():
            known = NoConnection(f"{place}: no connection in time")
        case httpcore.TimeoutException():
            known = FetchTimeout(f"{place}: the server went silent")
        case httpcore.ProxyError():
            known = FetchError(f"{place}: the proxy refuses ({_line(error)})")
        case httpcore.ProtocolError() | httpcore.UnsupportedProtocol():
            known = _broken_protocol(error, place)
        case httpcore.ReadError() | httpcore.WriteError():
            known = None
        case _:
            known = next(filter(None, (_by_cause(cause, place) for cause in _chain(error))), None)
    return known or ConnectionReset(f"{place}: the connection broke")


def _by_cause(cause: BaseException, place: str) -> NewsgrabError | None:
    """Why no connection came about, as the system or the TLS library says it."""
    match cause:
        case ssl.SSLError():
            return _tls(cause, place)
        case socket.gaierror():
            return DnsError(f"{place}: the host's name has no address ({cause.strerror})")
        case ConnectionRefusedError():
            return ConnectionRefused(f"{place}: nobody listens there (connection refused)")
        case OSError():
            return _by_number(cause, place)
    return None


def _by_number(cause: OSError, place: str) -> NewsgrabError | None:
    if cause.errno in _UNREACHABLE:
        # asyncio replaces the system's words by its own, which repeat the address.
        return ConnectionRefused(f"{place} cannot be reached: {os.strerror(cause.errno).lower()}")
    if cause.errno in _NO_FILES:
        return NoFiles(f"{place}: too many open files here; fewer --jobs, or a higher ulimit -n")
    return NoConnection(f"{place}: no connection in time") if cause.errno == errno.ETIMEDOUT else None


def _tls(error: ssl.SSLError, place: str) -> TlsError:
    if isinstance(error, ssl.SSLCertVerificationError):
        why = _line(error.verify_message)
        return TlsError(
            f"{place}: its certificate is not trusted ({why}); --cacert FILE to trust its maker,"
            " --insecure to trust anybody"
        )
    return TlsError(f"{place}: no TLS connection ({_line(error.reason or error)})")


def _broken_protocol(error: BaseException, place: str) -> FetchError:
    said = str(error)
    if _CUT_SHORT in said:
        return Truncated(f"{place}: the answer ended before its declared end")
    if "disconnected" in said:
        return ConnectionReset(f"{place}: the server hung up without an answer")
    return FetchError(f"{place}: the answer is not valid HTTP ({_line(said)})")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and its causes; those of a group one after the other."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        each = waiting.pop(0)
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting += [each.__cause__, each.__context__]
        if isinstance(each, BaseExceptionGroup):
            waiting += each.exceptions


def _line(foreign: object) -> str:
    return for_screen(str(foreign))[:_LINE]
