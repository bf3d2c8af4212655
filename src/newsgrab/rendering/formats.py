"""What all formats share: the options, the shape of a format, JSON, and what UTF-8 can hold."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, Literal

from newsgrab.model import Article
from newsgrab.patterns import regex
from newsgrab.records import dataclass

_SURROGATE: Final = regex("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """How to render; a format ignores what it has no use for.

    Attributes:
        indent: JSON over many lines, for a person.
        front_matter: What stands before the Markdown.
        created: When the note was made, aware; goes into the front matter. ``None`` gives ``null``,
            and the same article gives the same bytes.
        provenance: Adds the source of each field to the JSON.
        fields: The only fields wanted, as in ``model.paths``; none is all.
        template: What ``--print`` was given, see ``printing``.
        raw: Whether single values keep characters that could drive a terminal.
        extra: A JSON object of fields that are not ours, carried along from the input; ``""`` is none.
    """

    indent: bool = False
    front_matter: Literal["yaml", "toml", "none"] = "yaml"
    created: datetime | None = None
    provenance: bool = False
    fields: tuple[str, ...] = ()
    template: str = ""
    raw: bool = False
    extra: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way to write an article.

    Attributes:
        name: What ``--format`` takes.
        extension: Of its files, without the dot.
        render: Gives the article as text that UTF-8 can hold and that ends with one line feed, so
            that renderings can be written one after the other.
    """

    name: str
    extension: str
    render: Callable[[Article, RenderOptions], str]


def encodable(text: str) -> str:
    """The text with U+FFFD for lone surrogates, which UTF-8 cannot hold (RFC 3629 section 3)."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def json_text(value: dict[str, Any], *, indent: bool) -> str:
    """A JSON object on one line, or indented by two spaces; ends with a line feed.

    Letters of every script stand for themselves. U+2028 and U+2029 are escaped: JSON allows them in
    strings, but many a reader takes them for the end of the line.

    Args:
        value: The object.
        indent: Whether it is for a person.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2 if indent else None)
    text = text.replace("\u2028", r"\u2028").replace("\u2029", r"\u2029")
    return f"{encodable(text)}\n"
