"""The block before the Markdown that Obsidian, Hugo and others read as properties: YAML or TOML.

Plain enough for YAML 1.1 and 1.2 to agree: every string in double quotes with JSON's escapes (so
``no`` stays a word and ``2024-01-01`` in a title stays a title), times as timestamps, block lists.
TOML (1.0) has the same escapes and no word for nothing: what the page does not say is left out.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from newsgrab.model import Article, Moment
from newsgrab.text import for_screen


def yaml_front_matter(article: Article, created: datetime | None) -> str:
    """The block with its rules, without a line feed at the end.

    Strings are one line without control and bidi characters (``text.for_screen``). ``description``
    is the page's own; where it has none, the dek.

    Args:
        article: The article.
        created: When the note was made, aware; ``None`` gives ``null``.
    """
    meta = article.metadata
    fields = {
        "title": _string(meta.headline),
        "source": _string(article.url or meta.canonical_url),
        "author": _strings(author.name for author in meta.authors),
        "site": _string(meta.site_name),
        "published": _time(meta.published),
        "modified": _time(meta.modified),
        "created": _time(created),
        "description": _string(meta.description or meta.dek),
        "tags": _strings(meta.tags),
        "lang": _string(meta.language),
        "dir": _string(meta.direction),
        "disclaimer": _string(article.disclaimer),
    }
    lines = (f"{key}:{value}" for key, value in fields.items())
    return "\n".join(("---", *lines, "---"))


def toml_front_matter(article: Article, created: datetime | None) -> str:
    """The same as TOML between lines of ``+++``, as Hugo reads it; arguments as above."""
    meta = article.metadata
    texts = {
        "title": meta.headline,
        "source": article.url or meta.canonical_url,
        "site": meta.site_name,
        "description": meta.description or meta.dek,
        "lang": meta.language,
        "dir": meta.direction,
        "disclaimer": article.disclaimer,
    }
    lists = {"author": [author.name for author in meta.authors], "tags": list(meta.tags)}
    times = {"published": meta.published, "modified": meta.modified, "created": created}
    lines = [f"{key} = {_quoted(text)}" for key, text in texts.items() if text is not None]
    lines += [f"{key} = [{', '.join(map(_quoted, some))}]" for key, some in lists.items()]
    lines += [f"{key} ={_time(moment)}" for key, moment in times.items() if moment is not None]
    return "\n".join(("+++", *lines, "+++"))


def _string(text: str | None) -> str:
    return " null" if text is None else f" {_quoted(text)}"


def _strings(texts: Iterable[str]) -> str:
    return "".join(f"\n  - {_quoted(text)}" for text in texts) or " []"


def _quoted(text: str) -> str:
    return json.dumps(for_screen(text), ensure_ascii=False)


def _time(moment: Moment | datetime | None) -> str:
    if moment is None:
        return " null"
    text = str(moment) if isinstance(moment, Moment) else moment.isoformat(timespec="seconds")
    return f" {text.replace('+00:00', 'Z')}"
