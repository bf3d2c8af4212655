"""The values that pass between the stages, all frozen; ``None`` means "the page does not say".

Those that an article alone does not need are loaded with their first use (PEP 562): to make a frozen
dataclass takes a millisecond.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

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
from newsgrab.model.link import Fates, Link, LinkKind, Listing
from newsgrab.model.page import NOT_MODIFIED, Fetched, Known, Outcome, Page, Validators, Verdict
from newsgrab.model.wire import SCHEMA

if TYPE_CHECKING:
    from newsgrab.model.agenda import Became, Entry, LinkVerdict, Named
    from newsgrab.model.exchange import Cut, Exchange, Fields, Recorder
    from newsgrab.model.explanation import ExplainedBlock, ExplainedField, Explanation, Refusal, Statement
    from newsgrab.model.memory import HostMemory, KeptFile, KnownPage, KnownRobots

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

_LATER: Final = {
    "Became": "agenda",
    "Entry": "agenda",
    "LinkVerdict": "agenda",
    "Named": "agenda",
    "Cut": "exchange",
    "Exchange": "exchange",
    "Fields": "exchange",
    "Recorder": "exchange",
    "ExplainedBlock": "explanation",
    "ExplainedField": "explanation",
    "Explanation": "explanation",
    "Refusal": "explanation",
    "Statement": "explanation",
    "HostMemory": "memory",
    "KeptFile": "memory",
    "KnownPage": "memory",
    "KnownRobots": "memory",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - what a module may hold
    if (module := _LATER.get(name)) is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"newsgrab.model.{module}"), name)
    globals()[name] = value
    return value
