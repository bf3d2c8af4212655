"""Where on a page the pictures of its story stand, and what is printed under them."""

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from typing import Final

from newsgrab.dom import Media
from newsgrab.extraction.evidence import Evidence
from newsgrab.extraction.names import is_story_box
from newsgrab.text import clean

_MOST_RUNS: Final = 2
_ABOVE: Final = 6
"""Runs above the headline among which the story's picture may stand: kicker, share links, its caption."""

_STORIES: Final = frozenset({"article", "header"})
_LONGEST_CAPTION: Final = 1_000
"""Characters; a figure with more text is a gallery or the article, and each of its pictures would have it."""

_CREDIT: Final = (
    ':is([class*="credit"], [class*="copyright"], [class*="attribution"], [itemprop="copyrightHolder"])'
)


class Region:
    """Where the story's pictures may stand; what is found of a box or figure serves all pictures in it."""

    def __init__(self, evidence: Evidence, kept: Sequence[int], title: int | None) -> None:
        """Looks at where the body stands.

        Args:
            evidence: The page.
            kept: Indexes of the runs that are body, in order; one at least.
            title: The run of the headline.
        """
        self.evidence = evidence
        self.runs, self.zones = evidence.survey.runs, evidence.survey.zones
        self.title, self.start = title, kept[0]
        self.around = self._zones_around(kept)
        self.captions: dict[int, tuple[str | None, str | None]] = {}

    def _zones_around(self, kept: Sequence[int]) -> set[int]:
        around = {-1}
        parents = self.zones.parents
        for zone in {self.runs[number].zone for number in kept}:
            while zone not in around:
                around.add(zone)
                zone = parents[zone]  # noqa: PLW2901 - climbs
        return around

    def _runs_within(self, zone: int) -> Iterator[int]:
        """The runs in a zone and beneath it; they stand in a row."""
        parents = self.zones.parents
        for number in range(self.zones.runs[zone], len(self.runs)):
            at = self.runs[number].zone
            while at > zone:
                at = parents[at]
            if at != zone:
                return
            yield number

    def holds(self, medium: Media) -> bool:
        """Whether it stands in no box of its own that holds other text."""
        zone, box = medium.zone, -1
        while zone not in self.around and zone > 0:
            box, zone = zone, self.zones.parents[zone]
        if box < 0 or self.heads(medium):
            return True
        inside = list(islice(self._runs_within(box), _MOST_RUNS + 1))
        if len(inside) > _MOST_RUNS or any(self.evidence.labels[number] == "ad" for number in inside):
            return False
        if self.evidence.layout.up[zone] > 1 and self.zones.tags[box] != "figure":
            return not inside and self.title is not None and self.title < medium.run <= self.start
        return True

    def heads(self, medium: Media) -> bool:
        """Whether it stands in a figure of its own at the head of the story, under its headline or above.

        A story's header has byline, date and dek beside its picture: the box around them says nothing.
        """
        if self.title is None or not self.title - _ABOVE <= medium.run <= self.start:
            return False
        figure = self._figure(medium)
        if figure <= 0 or figure in self.around or not self._is_plain(figure):
            return False
        inside = list(islice(self._runs_within(figure), _MOST_RUNS + 2))
        if len(inside) > _MOST_RUNS + 1 or any(self.evidence.labels[number] == "ad" for number in inside):
            return False
        return self.title < medium.run or self._shares_a_box_with_title(figure)

    def _figure(self, medium: Media) -> int:
        """The figure around a picture, 0 if there is none."""
        tags = self.zones.tags
        return next((zone for zone in self.zones.upwards(medium.zone) if tags[zone] == "figure"), 0)

    def _is_plain(self, zone: int) -> bool:
        """Whether no zone from here up to those around the story is a teaser's, a writer's or an aside."""
        apart = takewhile(lambda each: each not in self.around, self.zones.upwards(zone))
        return all(is_story_box(self.zones.names[each]) for each in apart)

    def _shares_a_box_with_title(self, figure: int) -> bool:
        """Whether headline and picture stand in one article or header."""
        above = {*self.zones.upwards(self.runs[self.title or 0].zone)}
        common = (zone for zone in self.zones.upwards(figure) if zone in above)
        return any(self.zones.tags[zone] in _STORIES for zone in common)

    def caption(self, medium: Media) -> tuple[str | None, str | None]:
        """Text of the figure around a picture, and the part of it that names the photographer."""
        zone = self._figure(medium)
        if zone not in self.captions:
            self.captions[zone] = self._caption(zone) if zone > 0 else (None, None)
        return self.captions[zone]

    def _caption(self, figure: int) -> tuple[str | None, str | None]:
        parts: list[str] = []
        size = 0
        for number in self._runs_within(figure):
            parts.append(clean(self.runs[number].text))
            size += len(parts[-1]) + 1
            if size > _LONGEST_CAPTION + 1:
                return None, None
        text = " ".join(parts)
        node = self.zones.nodes[figure].css_first(_CREDIT)
        credit = clean(node.text()) if node is not None else ""
        if credit and credit in text:
            text = " ".join(text.replace(credit, "", 1).split())
        return text or None, credit or None
