"""The values that pass between the stages, all frozen; ``None`` means "the page does not say"."""

from newsgrab.model.article import (
    Access,
    Article,
    Author,
    Block,
    Embed,
    Fingerprint,
    Hyperlink,
    Image,
    Metadata,
    Moment,
    Notice,
    Provenance,
    Trace,
    Update,
)
from newsgrab.model.page import Fetched, Link, Outcome, Page, Validators
from newsgrab.model.wire import SCHEMA

__all__ = [
    "SCHEMA",
    "Access",
    "Article",
    "Author",
    "Block",
    "Embed",
    "Fetched",
    "Fingerprint",
    "Hyperlink",
    "Image",
    "Link",
    "Metadata",
    "Moment",
    "Notice",
    "Outcome",
    "Page",
    "Provenance",
    "Trace",
    "Update",
    "Validators",
]
