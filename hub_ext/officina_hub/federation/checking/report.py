"""The items of the common service standard, and what was found of each.

An item is *met*, *missed*, or *open* where it could not be looked at; an open one is no fault.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from pydantic import AwareDatetime

from officina_courses.model import Frozen

State = Literal["met", "missed", "open"]


class Item(NamedTuple):
    """What is asked, and what whoever runs that factory can do where it is missed."""

    question: str
    todo: str


ITEMS: Final[dict[str, Item]] = {
    "tls": Item(
        "It is reached by https, with a certificate that holds",
        "Put a reverse proxy with a certificate before the hub: docs/howto/production.md.",
    ),
    "profile": Item(
        "profile.json tells who it is, and where to find what it shares",
        "Publish anew with a current Officina: officina federation publish.",
    ),
    "signed": Item(
        "All that it shares is signed under the root that is trusted",
        "Give the root that you compared by voice as --root; officina federation trust fetches it.",
    ),
    "fresh": Item(
        "Its signatures have not ended",
        "Keep the portal running, or publish at least daily: officina federation publish.",
    ),
    "feed": Item(
        "The feed names its pages, and its newest page can be read",
        "Publish anew: officina federation publish.",
    ),
    "catalogue": Item(
        "The catalogue can be had in DCAT-AP",
        "Publish anew: officina federation publish.",
    ),
    "sitemap": Item(
        "A sitemap lists its courses, and robots.txt lets programs read them",
        "Publish anew, and allow the folder in the robots.txt of the web server.",
    ),
    "bioschemas": Item(
        "Pages of courses have what Bioschemas' Course asks for and recommends",
        "Complete course.toml (keywords, skills, objectives), and publish the course again.",
    ),
    "oai-pmh": Item(
        "It answers OAI-PMH 2.0",
        "Let the portal be reached at the homepage that profile.json names.",
    ),
    "accessible": Item(
        "Pages name language and title, have one first heading, and pictures have texts",
        "Mend these pages; docs/reference and axe-core tell how.",
    ),
    "quick": Item(
        "Its answers take less than a second in the middle of five",
        "Look at the load of that machine, and at what lies between.",
    ),
}


class Answered(Frozen):
    """One item as it was found."""

    id: str
    state: State
    question: str
    found: str
    todo: str = ""


class Timed(Frozen):
    """How long an address took: the median of the tries, in milliseconds."""

    address: str
    median_ms: float
    tries: int


class ServiceReport(Frozen):
    """What came of looking."""

    address: str
    factory: str
    name: str
    checked_at: AwareDatetime
    items: tuple[Answered, ...]
    times: tuple[Timed, ...] = ()

    @property
    def is_met(self) -> bool:
        """Whether nothing is missed."""
        return all(item.state != "missed" for item in self.items)


def answered(item: str, state: State, found: str) -> Answered:
    """An item with its question, and what to do unless it is met."""
    asked = ITEMS[item]
    todo = "" if state == "met" else asked.todo
    return Answered(id=item, state=state, question=asked.question, found=found, todo=todo)
