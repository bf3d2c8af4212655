"""What newsgrab and its peers make of a page, in the words of the scorer; a tool that fails finds nothing.

The peers come from PyPI: ``pip install trafilatura lxml_html_clean 'newspaper4k[all]' readability-lxml``.
"""

import importlib.util
import re
from collections.abc import Callable
from typing import Any

from scores import Found

import newsgrab


def of_newsgrab(html: bytes, url: str) -> Found:
    """This program."""
    article = newsgrab.extract(html, url=url or None)
    facts = article.metadata
    return Found(
        article.body,
        facts.headline,
        None if facts.published is None else str(facts.published),
        [author.name for author in facts.authors],
        article.disclaimer,
    )


def of_trafilatura(html: bytes, url: str) -> Found:
    """https://pypi.org/project/trafilatura/ with its defaults."""
    trafilatura: Any = importlib.import_module("trafilatura")
    found = trafilatura.bare_extraction(html, url=url or None, with_metadata=True)
    body = "\n\n".join((found.text or "").split("\n"))
    return Found(body, found.title, found.date, (found.author or "").split("; "))


def of_newspaper(html: bytes, url: str) -> Found:
    """https://pypi.org/project/newspaper4k/ with its defaults, given the page."""
    newspaper: Any = importlib.import_module("newspaper")
    article = newspaper.Article(url or "https://unknown.example/", fetch_images=False)
    article.download(input_html=html.decode("utf-8", "replace"))
    article.parse()
    published = article.publish_date
    return Found(article.text, article.title, published and published.date().isoformat(), article.authors)


def of_readability(html: bytes, url: str) -> Found:  # noqa: ARG001 - one signature for all
    """https://pypi.org/project/readability-lxml/ and the text of what it gives."""
    readability: Any = importlib.import_module("readability")
    lxml_html: Any = importlib.import_module("lxml.html")
    document = readability.Document(html)
    tree = lxml_html.fromstring(document.summary())
    texts = (re.sub(r"\s+", " ", part).strip() for part in tree.itertext())
    return Found("\n\n".join(filter(None, texts)), document.short_title())


PEERS: dict[str, tuple[str, Callable[[bytes, str], Found]]] = {
    "newsgrab": ("newsgrab", of_newsgrab),
    "trafilatura": ("trafilatura", of_trafilatura),
    "newspaper4k": ("newspaper", of_newspaper),
    "readability-lxml": ("readability", of_readability),
}
"""By name: the module that has to be installed, and how the tool is asked."""


def installed() -> list[str]:
    """Names of those at hand."""
    return [name for name, (module, _) in PEERS.items() if importlib.util.find_spec(module) is not None]


def asked(name: str, html: bytes, url: str) -> Found:
    """What a tool makes of a page."""
    try:
        return PEERS[name][1](html, url)
    except newsgrab.errors.ExtractError:
        return Found()
    except Exception:
        if name == "newsgrab":
            raise
        return Found()
