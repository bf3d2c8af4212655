"""Articles, hostile texts and readers of Markdown for the tests of rendering."""

from dataclasses import replace

from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from newsgrab.markdown import escape
from newsgrab.model import Article, Block, Embed, Fingerprint, Image, Metadata, Notice


class Reader(MarkdownIt):
    """Makes a link of anything: markdown-it itself would hide a "javascript:" that got through."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name is markdown-it's
        return bool(url)


READERS = [Reader("commonmark"), Reader("commonmark").enable(["table", "strikethrough"])]
TABLES = READERS[1]

MARKS = [
    "*",
    "**",
    "_",
    "__",
    "`",
    "```",
    "~~",
    "~",
    "[",
    "]",
    "(",
    ")",
    "!",
    "<",
    ">",
    "&",
    "&amp;",
    "&#35;",
]
MARKS += ["#", "##", "-", "---", "+", "=", "===", "|", "|--|", ":-", "1.", "12)", "\\", "\n", "\n\n", "\t"]
WORDS = ["a", "snake_case", "5", "Ärger", "قال", "سلام\u200cها", "他说", "“so”", "«نعم»", ".", ",", " ", "  "]
WORDS += ["<script>", "<!--", "[x]: /y", "](javascript:alert(1))", "<http://a.example>", "]]>"]
WORDS += [
    "http://a.example/_b_",
    "![x](file:///y)",
    "no",
    "2024-01-01",
    "!!python/object",
    "admin: true",
    '"',
    "'",
]

hostile = st.lists(st.sampled_from(MARKS + WORDS), max_size=12).map("".join)
"""Text that would work as Markdown, HTML or YAML if it could."""

line = hostile.map(lambda text: " ".join(text.split()))
"""The same as extraction gives it: one line."""


NOTHING = Metadata()


def an_article(*blocks: Block, metadata: Metadata = NOTHING) -> Article:
    """The smallest article with these blocks."""
    return Article(
        id="0123456789abcdef",
        url="https://nidaa.example/a",
        requested_url="https://nidaa.example/a",
        host="nidaa.example",
        metadata=metadata,
        body="\n\n".join(block.text for block in blocks if block.text),
        blocks=blocks,
        fingerprint=Fingerprint(sha256="0" * 64, simhash="0" * 16),
    )


def a_paragraph(text: str) -> Block:
    return Block(type="paragraph", text=text, md=escape(text))


def tokens(reader: MarkdownIt, text_md: str) -> list[Token]:
    """All tokens, those inside paragraphs and pictures too."""
    found: list[Token] = []
    queue = reader.parse(text_md)
    while queue:
        token = queue.pop(0)
        found.append(token)
        queue[:0] = token.children or []
    return found


def words(reader: MarkdownIt, text_md: str) -> list[str]:
    """The text of each block that has any, in order."""
    shown = []
    for token in reader.parse(text_md):
        if token.type in ("fence", "code_block", "html_block"):
            shown.append(token.content)
        elif token.type == "inline":
            shown.append("".join(_plain(child) for child in token.children or []))
    return [text for text in shown if text.strip()]


def _plain(token: Token) -> str:
    if token.type in ("hardbreak", "softbreak"):
        return "\n"
    if token.type == "image":
        return "".join(_plain(child) for child in token.children or [])
    return token.content


# ------------------------------------------------------------------------- whole hostile articles

_URLS = [
    "https://a.example/b_c_(d)?e=1&copy;",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://a.example/x y",
]
IMAGES = tuple(Image(url=url, alt="a *picture* ]", caption="A caption_", credit="X <b>") for url in _URLS)
EMBEDS = tuple(Embed(provider="x", url=url, kind="post") for url in _URLS)


def _lists(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    items = st.lists(st.lists(inner, max_size=3).map(tuple), max_size=3).map(tuple)
    return st.builds(Block, type=st.just("list"), ordered=st.booleans(), items=items)


def _quotes(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    blocks = st.lists(inner, max_size=3).map(tuple)
    return st.builds(Block, type=st.just("quote"), blocks=blocks, cite=st.none() | line)


_cells = st.lists(line, max_size=3).map(tuple)
_flat = st.one_of(
    line.map(a_paragraph),
    st.builds(Block, type=st.just("heading"), text=line, level=st.integers(2, 6)),
    st.builds(Block, type=st.just("code"), text=hostile, lang=st.none() | hostile),
    st.builds(Block, type=st.just("image"), index=st.integers(0, len(_URLS))),
    st.builds(Block, type=st.just("embed"), index=st.integers(0, len(_URLS))),
    st.builds(
        Block,
        type=st.just("table"),
        header=_cells,
        rows=st.lists(_cells, max_size=3).map(tuple),
        caption=st.none() | line,
    ),
)
blocks = st.lists(st.recursive(_flat, lambda inner: _lists(inner) | _quotes(inner), max_leaves=6), max_size=5)
_notices = st.lists(
    st.builds(
        Notice,
        kind=st.sampled_from(["disclaimer", "correction"]),
        text=line,
        scope=st.sampled_from(["article", "site"]),
    ),
    max_size=3,
).map(tuple)


@st.composite
def hostile_articles(draw: st.DrawFn) -> Article:
    article = an_article(*draw(blocks), metadata=Metadata(headline=draw(line)))
    return replace(article, images=IMAGES, embeds=EMBEDS, notices=draw(_notices))
