"""The lead image."""

from collections.abc import Iterator
from typing import Final

from newsgrab import urls
from newsgrab.extraction.linked_data import addresses
from newsgrab.extraction.structured import Claim, Claims
from newsgrab.extraction.vocabulary import keys

IMAGE_KEYS: Final = keys("image")


def image(claims: Claims) -> Claim | None:
    """The lead image, absolute."""
    for claim in _images(claims):
        if address := urls.join(claims.relative_to, claim.value):
            return claim._replace(value=address)
    return None


def _images(claims: Claims) -> Iterator[Claim]:
    yield from claims.meta(IMAGE_KEYS)
    if claims.declared:
        for url in addresses(claims.article.get("image")):
            yield Claim(url, "json-ld", "image", url)
