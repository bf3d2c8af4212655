"""When an address that failed is asked for again."""

from typing import Final

_MINUTE: Final = 60.0
_DAY: Final = 86_400.0

_SOON: Final = (10 * _MINUTE, _DAY, 12)
_SELDOM: Final = (_DAY, 8 * _DAY, 5)
"""First wait and longest one in seconds, and how many failures in a row are the last; the wait doubles with
each. ``_SOON`` is over after five days, ``_SELDOM`` after a month."""

_PLANS: Final = {
    **dict.fromkeys(("dns", "refused", "reset", "timeout", "truncated", "bad_encoding", "http_429"), _SOON),
    **dict.fromkeys(("challenge", "consent", "login", "paywall", "internal", "fetch_failed"), _SOON),
    **dict.fromkeys(("write_failed", "disk_full", "state_failed"), (0.0, 0.0, 1_000_000)),
    **dict.fromkeys(("tls_error", "too_many_redirects", "bad_redirect", "empty", "no_content"), _SELDOM),
    **dict.fromkeys(("soft_404", "require_unmet", "blocked_by_robots", "geo_blocked"), _SELDOM),
    **dict.fromkeys(("worker_crash", "parse_timeout"), (_DAY, _DAY, 3)),
}
_GONE: Final = "http_410"  # RFC 9110 section 15.5.11: likely for good


def due_s(code: str, tries: int) -> float | None:
    """Seconds until an address is asked for again; ``None`` if it is given up.

    Args:
        code: What it failed with.
        tries: How often in a row it has failed, this time included.
    """
    if code.startswith("http_5"):
        plan = _SOON
    elif code.startswith("http_") and code not in (_GONE, "http_429"):
        plan = _SELDOM
    else:
        plan = _PLANS.get(code, (0.0, 0.0, 1))  # what is not told passes by no waiting: refused, no address
    first, longest, most = plan
    return None if tries >= most else min(first * 2.0 ** (tries - 1), longest)
