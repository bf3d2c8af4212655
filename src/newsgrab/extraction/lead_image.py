"""The lead image: as the page declares it, or the first that it prints."""

from collections.abc import Iterator, Sequence
from typing import Final

from newsgrab import urls
from newsgrab.extraction.linked_data import addresses
from newsgrab.extraction.names import is_stand_in
from newsgrab.extraction.structured import Claim, Claims
from newsgrab.extraction.vocabulary import keys
from newsgrab.model import Image, Metadata, Provenance
from newsgrab.records import replace

IMAGE_KEYS: Final = keys("image")

_LEAST_WIDTH: Final = 150
_NO_PHOTOGRAPHS: Final = (".gif", ".svg")


def image(claims: Claims) -> Claim | None:
    """The lead image the page declares, absolute; the site's logo, which some declare, is none.

    Args:
        claims: The page's statements.
    """
    for claim in _images(claims):
        address = urls.join(claims.relative_to, claim.value)
        if address and not is_stand_in(address):
            return claim._replace(value=address)
    return None


def with_printed(metadata: Metadata, images: Sequence[Image]) -> Metadata:
    """The metadata with the story's first picture for its lead image where the page declares none.

    Args:
        metadata: As the page's statements have it.
        images: The pictures printed in the story.
    """
    if metadata.image is not None:
        return metadata
    url = next((picture.url for picture in images if _leads(picture)), None)
    if url is None:
        return metadata
    source = Provenance(source="markup", path="img", raw=url)
    return replace(metadata, image=url, provenance=(*metadata.provenance, ("image", source)))


def _leads(picture: Image) -> bool:
    """Whether it may be a photograph of some size, or a drawing; buttons are GIFs, and logos are SVGs."""
    file = picture.url.partition("?")[0].lower()
    small = picture.width is not None and picture.width < _LEAST_WIDTH
    return not (small or file.endswith(_NO_PHOTOGRAPHS) or is_stand_in(picture.url))


def _images(claims: Claims) -> Iterator[Claim]:
    yield from claims.meta(IMAGE_KEYS)
    if claims.declared:
        for url in addresses(claims.article.get("image")):
            yield Claim(url, "json-ld", "image", url)
