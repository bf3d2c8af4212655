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
from newsgrab.model.card import Card
from newsgrab.model.exchange import Cut, Exchange, Fields, Recorder
from newsgrab.model.explanation import ExplainedBlock, ExplainedField, Explanation, Refusal, Statement
from newsgrab.model.link import Link, LinkKind, Listing
from newsgrab.model.memory import HostMemory, KnownRobots
from newsgrab.model.page import Fetched, Outcome, Page, Validators
from newsgrab.model.wire import SCHEMA

__all__ = [
    "SCHEMA",
    "Access",
    "Article",
    "Author",
    "Block",
    "Card",
    "Cut",
    "Embed",
    "Exchange",
    "ExplainedBlock",
    "ExplainedField",
    "Explanation",
    "Fetched",
    "Fields",
    "Fingerprint",
    "HostMemory",
    "Hyperlink",
    "Image",
    "KnownRobots",
    "Link",
    "LinkKind",
    "Listing",
    "Metadata",
    "Moment",
    "Notice",
    "Outcome",
    "Page",
    "Provenance",
    "Recorder",
    "Refusal",
    "Statement",
    "Trace",
    "Update",
    "Validators",
]
