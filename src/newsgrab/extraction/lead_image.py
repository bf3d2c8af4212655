"""The lead image: as the page declares it, or the first that it prints."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from newsgrab import urls
from newsgrab.extraction.linked_data import addresses
from newsgrab.extraction.names import is_icon
from newsgrab.extraction.structured import Claim, Claims
from newsgrab.extraction.vocabulary import keys
from newsgrab.model import Image, Metadata, Provenance

IMAGE_KEYS: Final = keys("image")


def image(claims: Claims) -> Claim | None:
    """The lead image the page declares, absolute; the site's logo, which some declare, is none.

    Args:
        claims: The page's statements.
    """
    for claim in _images(claims):
        address = urls.join(claims.relative_to, claim.value)
        if address and not is_icon(address.partition("?")[0].rpartition("/")[2]):
            return claim._replace(value=address)
    return None


def with_printed(metadata: Metadata, images: Sequence[Image]) -> Metadata:
    """The metadata with the story's first picture for its lead image where the page declares none.

    Args:
        metadata: As the page's statements have it.
        images: The pictures printed in the story.
    """
    if metadata.image is not None or not images:
        return metadata
    source = Provenance(source="markup", path="img", raw=images[0].url)
    return replace(metadata, image=images[0].url, provenance=(*metadata.provenance, ("image", source)))


def _images(claims: Claims) -> Iterator[Claim]:
    yield from claims.meta(IMAGE_KEYS)
    if claims.declared:
        for url in addresses(claims.article.get("image")):
            yield Claim(url, "json-ld", "image", url)
