"""What can be told of a page's accessibility without a browser, and the JSON-LD in it.

A browser with axe-core sees more. These few are what most often fails, and can be seen in the text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any, Final, NamedTuple

MINIMUM: Final = ("dct:conformsTo", "description", "keywords", "name")
# aggregateRating is recommended, too; where nobody rates courses a rating would be invented.
RECOMMENDED: Final = (
    "about",
    "abstract",
    "citation",
    "coursePrerequisites",
    "educationalLevel",
    "hasCourseInstance",
    "license",
    "mentions",
    "provider",
    "teaches",
    "timeRequired",
    "url",
)


class PageFacts(NamedTuple):
    """A page as its text says it is."""

    language: str
    title: str
    first_headings: int
    pictures_without_text: int
    blocks: tuple[str, ...]

    def faults(self) -> Iterator[str]:
        """What is not accessible, in words."""
        if not self.language:
            yield "no lang on html"
        if not self.title:
            yield "no title"
        if self.first_headings != 1:
            yield f"{self.first_headings} h1"
        if self.pictures_without_text:
            yield f"{self.pictures_without_text} img without alt"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.language = ""
        self.title: list[str] = []
        self.first_headings = 0
        self.bare_pictures = 0
        self.blocks: list[str] = []
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "html":
            self.language = (told.get("lang") or "").strip()
        elif tag == "h1":
            self.first_headings += 1
        elif tag == "img" and "alt" not in told:
            self.bare_pictures += 1
        elif tag == "script" and (told.get("type") or "").lower() == "application/ld+json":
            self._within = tag
            self.blocks.append("")
        elif tag == "title":
            # The title of a drawing is none of the page's.
            self._within = tag if not self.title else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == self._within:
            self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "title":
            self.title.append(data)
        elif self._within == "script":
            self.blocks[-1] += data


def facts_of(page: str) -> PageFacts:
    """Read a page; broken HTML is read as far as it goes."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return PageFacts(
        language=reader.language,
        title=" ".join("".join(reader.title).split()),
        first_headings=reader.first_headings,
        pictures_without_text=reader.bare_pictures,
        blocks=tuple(reader.blocks),
    )


def missing_terms(blocks: tuple[str, ...]) -> tuple[str, ...]:
    """What a page's course lacks of Bioschemas' Course 1.0; all of it where there is no course."""
    course = next((one for block in blocks for one in _courses(block)), {})
    return tuple(term for term in MINIMUM + RECOMMENDED if not _has(course, term))


def _has(course: Mapping[str, Any], term: str) -> bool:
    return bool(course.get(term) or course.get(term.replace("dct:", "http://purl.org/dc/terms/")))


def _courses(block: str) -> Iterator[dict[str, Any]]:
    try:
        told = json.loads(block)
    except (ValueError, RecursionError):
        return
    graph = told.get("@graph", told) if isinstance(told, dict) else told
    for thing in graph if isinstance(graph, list) else [graph]:
        kinds = thing.get("@type") if isinstance(thing, dict) else None
        if "Course" in (kinds if isinstance(kinds, list) else [kinds]):
            yield thing
