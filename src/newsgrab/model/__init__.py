"""The values that pass between the stages, all frozen; ``None`` means "the page does not say"."""

from newsgrab.model.agenda import Became, Entry, LinkVerdict, Named
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
from newsgrab.model.link import Fates, Link, LinkKind, Listing
from newsgrab.model.memory import HostMemory, KeptFile, KnownPage, KnownRobots
from newsgrab.model.page import NOT_MODIFIED, Fetched, Known, Outcome, Page, Validators, Verdict
from newsgrab.model.wire import SCHEMA

__all__ = [
    "NOT_MODIFIED",
    "SCHEMA",
    "Access",
    "Article",
    "Author",
    "Became",
    "Block",
    "Card",
    "Cut",
    "Embed",
    "Entry",
    "Exchange",
    "ExplainedBlock",
    "ExplainedField",
    "Explanation",
    "Fates",
    "Fetched",
    "Fields",
    "Fingerprint",
    "HostMemory",
    "Hyperlink",
    "Image",
    "KeptFile",
    "Known",
    "KnownPage",
    "KnownRobots",
    "Link",
    "LinkKind",
    "LinkVerdict",
    "Listing",
    "Metadata",
    "Moment",
    "Named",
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
    "Verdict",
]
