"""What a page declares about itself outside its text: ``<meta>``, ``<link>``, JSON-LD, ``<title>``."""

from newsgrab.dom.records import Holder
from newsgrab.dom.tree import Node


class Declarations:
    """Gathers them; the methods have the signature of all visits of the walk.

    Attributes:
        metas: As in ``records.Survey``.
        links: As there.
        scripts: As there.
        title: As there.
    """

    __slots__ = ("links", "metas", "scripts", "title")

    def __init__(self) -> None:
        """Starts without any."""
        self.metas: list[tuple[str, str]] = []
        self.links: list[tuple[str, str, str]] = []
        self.scripts: list[str] = []
        self.title: str | None = None

    def script(self, node: Node, _tag: str, _zone: int, _holder: Holder) -> None:
        """A script is of interest if it is JSON-LD (https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html-documents)."""
        kind = node.attributes.get("type")
        if kind and "ld+json" in kind:
            self.scripts.append(node.text())

    def meta(self, node: Node, _tag: str, _zone: int, _holder: Holder) -> None:
        """A name by any of the four attributes in use, and what it says; some write ``value`` for that."""
        said = node.attributes.get
        content = said("content") or said("value")
        if content and (key := said("property") or said("name") or said("itemprop") or said("http-equiv")):
            self.metas.append((key.strip().lower(), content))

    def link(self, node: Node, _tag: str, _zone: int, _holder: Holder) -> None:
        """A ``<link>`` that leads somewhere."""
        attributes = node.attributes
        rel, href = attributes.get("rel"), attributes.get("href")
        if rel and href:
            self.links.append((rel.lower(), href, attributes.get("type") or ""))

    def page_title(self, node: Node, _tag: str, _zone: int, _holder: Holder) -> None:
        """The first ``<title>``; pictures in SVG have some, too."""
        if self.title is None:
            self.title = " ".join(node.text().split()) or None
