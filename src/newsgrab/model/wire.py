"""The article as the JSON object of the contract (``newsgrab schema``)."""

from typing import Any, Final

from newsgrab.model.article import Article, Block, Update
from newsgrab.version import VERSION

SCHEMA: Final = "newsgrab.article/1"
"""Name and version of the shape; renaming or retyping a field makes it 2."""


def _block(block: Block) -> dict[str, Any]:
    if block.type == "paragraph":  # nine blocks in ten
        return {"type": "paragraph", "text": block.text, "md": block.md}
    shown: dict[str, Any] = {"type": block.type}
    match block.type:
        case "heading":
            shown |= {"level": block.level, "text": block.text}
        case "list":
            items = [{"blocks": [_block(b) for b in item]} for item in block.items]
            shown |= {"ordered": block.ordered, "items": items}
        case "quote":
            shown |= {"blocks": [_block(b) for b in block.blocks], "cite": block.cite}
        case "table":
            rows = [list(row) for row in block.rows]
            shown |= {"header": list(block.header), "rows": rows, "caption": block.caption}
        case "image" | "embed":
            shown["index"] = block.index
        case "code":
            shown |= {"text": block.text, "lang": block.lang}
    return shown


def _update(update: Update) -> dict[str, Any]:
    return {
        "published": _str(update.published),
        "headline": update.headline,
        "blocks": [_block(b) for b in update.blocks],
    }


def _str(value: object | None) -> str | None:
    return None if value is None else str(value)


def _metadata(article: Article) -> dict[str, Any]:
    meta = article.metadata
    return {
        "canonical_url": meta.canonical_url,
        "host": article.host,
        "site_name": meta.site_name,
        "type": meta.type,
        "headline": meta.headline,
        "kicker": meta.kicker,
        "dek": meta.dek,
        "description": meta.description,
        "authors": [{"name": a.name, "type": a.type, "role": a.role, "url": a.url} for a in meta.authors],
        "byline": meta.byline,
        "dateline": meta.dateline,
        "published": _str(meta.published),
        "modified": _str(meta.modified),
        "published_raw": meta.published_raw,
        "modified_raw": meta.modified_raw,
        "language": meta.language,
        "direction": meta.direction,
        "sections": list(meta.sections),
        "tags": list(meta.tags),
    }


def _media(article: Article) -> dict[str, Any]:
    return {
        "image": article.metadata.image,
        "image_file": article.image_file,
        "images": [
            {
                "url": i.url,
                "alt": i.alt,
                "caption": i.caption,
                "credit": i.credit,
                "width": i.width,
                "height": i.height,
                "file": i.file,
            }
            for i in article.images
        ],
        "embeds": [{"provider": e.provider, "url": e.url, "kind": e.kind} for e in article.embeds],
        "links": [{"url": h.url, "text": h.text, "rel": h.rel} for h in article.links],
    }


def _fetch(article: Article) -> dict[str, Any]:
    got = article.fetched
    return {
        "at": None if got.at is None else got.at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "status": got.status,
        "via": got.via,
        "charset": article.charset,
        "bytes": article.size,
        "elapsed_s": got.elapsed_s,
        "redirects": list(got.redirects),
        "etag": got.validators.etag,
        "last_modified": got.validators.last_modified,
        "robots": got.robots,
    }


def _extraction(article: Article) -> dict[str, Any]:
    trace = article.trace
    return {
        "newsgrab": VERSION,
        "rule": trace.rule,
        "confidence": trace.confidence,
        "kept_blocks": trace.kept_blocks,
        "removed_blocks": trace.removed_blocks,
        "warnings": list(trace.warnings),
    }


def article_to_dict(article: Article, *, provenance: bool = False) -> dict[str, Any]:
    """Every field of the contract, in its order; lists are always there.

    Args:
        article: The article.
        provenance: Adds the field of that name: for each field its source, path and raw value.
    """
    access = article.metadata.access
    shown: dict[str, Any] = {
        "schema": SCHEMA,
        "id": article.id,
        "url": article.url,
        "requested_url": article.requested_url,
        **_metadata(article),
        "body": article.body,
        "blocks": [_block(b) for b in article.blocks],
        "disclaimer": article.disclaimer,
        "updates": [_update(u) for u in article.updates],
        "notices": [{"kind": n.kind, "text": n.text, "scope": n.scope} for n in article.notices],
        **_media(article),
        "access": {"declared_free": access.declared_free, "observed": access.observed},
        "word_count": article.word_count,
        "pages": list(article.pages),
        "parts": list(article.parts),
        "fingerprint": {
            "sha256": article.fingerprint.sha256,
            "simhash": article.fingerprint.simhash,
        },
        "fetch": _fetch(article),
        "extraction": _extraction(article),
    }
    if provenance:
        shown["provenance"] = {
            name: {"source": p.source, "path": p.path, "raw": p.raw}
            for name, p in article.metadata.provenance
        }
    return shown
