"""Small pages for the tests of extraction, and what its first steps make of them."""

from collections.abc import Iterable
from html import escape
from typing import Final

import newsgrab
from newsgrab import dom
from newsgrab.dom import Survey
from newsgrab.extraction.evidence import Evidence, gather
from newsgrab.extraction.judgement import Judgement

URL: Final = "https://brenn.example/news/2024/harbour"
HEADLINE: Final = "Harbour of Brenn opens again"
STORY: Final = (
    "The harbour of Brenn opened again on Monday after eleven months of repairs, the port authority said.",
    "Two cranes were replaced and the quay was raised by half a metre, for the spring tides had flooded it.",
    "Fishermen who had moved to Skarvik in the meantime are expected back in a week, said Mona Lind.",
    "The town has paid a third of the cost; the rest came from a fund that parliament set up in 2022.",
    "A ferry to the outer islands will call twice a day from the first of June, and once in winter.",
)
"""Five paragraphs, long enough to be prose to the judge."""

ARABIC: Final = (
    "عاد ميناء برين إلى العمل يوم الاثنين بعد أحد عشر شهرا من الإصلاحات، كما قالت سلطة الميناء في بيان قصير.",
    "وقد تم استبدال رافعتين ورفع الرصيف الشمالي نصف متر، لأن مد الربيع كان قد غمره أربع مرات.",
    "ومن المتوقع أن يعود الصيادون الذين انتقلوا إلى سكارفيك في غضون أسبوع واحد، كما قالت رئيسة نقابتهم.",
    "ودفعت البلدة ثلث التكاليف، أما الباقي فقد جاء من صندوق للموانئ الصغيرة أنشأه البرلمان قبل عامين.",
    "وسوف ترسو عبارة الجزر البعيدة مرتين في اليوم ابتداء من شهر حزيران، ومرة واحدة في أشهر الشتاء.",
)
"""The same in Arabic."""

OTHERS: Final = (
    "Lighthouse keeper retires after forty years",
    "School bus gets a new route in autumn",
    "Fish market moves indoors for the winter",
)
"""Headlines of other articles."""

DISCLAIMER: Final = (
    "The opinions expressed in this article are those of its author and do not necessarily reflect the views "
    "of the Brenn Courier."
)
ABOUT_COMMENTS: Final = (
    "The views expressed in the comments below are the sole responsibility of those who post them."
)
RIGHTS: Final = "Copyright 2024 Brenn Courier Ltd. All rights reserved in this and all other countries."

H1: Final = f"<h1>{HEADLINE}</h1>"


def paragraphs(texts: Iterable[str] = STORY, tag: str = "p") -> str:
    return "\n".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts)


def links(texts: Iterable[str] = OTHERS) -> str:
    items = (f'<li><a href="/news/{number}">{escape(text)}</a></li>' for number, text in enumerate(texts))
    return f"<ul>{''.join(items)}</ul>"


def page(main: str, *, head: str = "", title: str = HEADLINE, attributes: str = 'lang="en"') -> bytes:
    return (
        f'<!DOCTYPE html>\n<html {attributes}><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"{head}</head>\n<body>\n{main}\n</body></html>\n"
    ).encode()


def article_page(main: str = "", *, before: str = "", after: str = "") -> bytes:
    """The story under its headline, with something at the end of the same element, before it or after it."""
    return page(f"{before}<article>{H1}\n{paragraphs()}\n{main}</article>{after}")


def walked(html: str | bytes) -> Survey:
    return dom.walk(dom.parse(html.encode() if isinstance(html, str) else html))


def texts_of(html: str | bytes) -> list[str]:
    """The text of each run."""
    return [run.text for run in walked(html).runs]


def evidence_of(html: str | bytes, base: str = URL) -> Evidence:
    return gather(html.encode() if isinstance(html, str) else html, base)


def run_of(evidence: Evidence, text: str) -> int:
    """Index of the first run that has the text in it."""
    return next(number for number, run in enumerate(evidence.survey.runs) if text in run.text)


def runs_with(evidence: Evidence, texts: Iterable[str] = STORY) -> list[int]:
    """Indexes of the runs that have one of the texts in them, in order."""
    wanted = list(texts)
    return [n for n, run in enumerate(evidence.survey.runs) if any(text in run.text for text in wanted)]


def decided(evidence: Evidence, body: Iterable[int], *, score: float = 3.0) -> list[Judgement]:
    """Judgements as if the judge had kept these runs and no others."""
    kept = set(body)
    return [
        Judgement("body", "score", score) if number in kept else Judgement("navigation", "score", -score)
        for number in range(len(evidence.survey.runs))
    ]


def body_of(html: str | bytes, url: str | None = URL) -> list[str]:
    """The paragraphs of the article's body."""
    return newsgrab.extract(html, url).body.split("\n\n")
