"""Sectors and steps of a Data Lab as links to what the catalogue has for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from babel.support import NullTranslations

from officina_courses.subjects import SECTORS, STEPS, Sector, Step
from officina_hub.portal.pages.find_words import sector_name, step_name
from officina_hub.portal.store.subjects import Taught


class Subject(NamedTuple):
    """A word for a sector or a step, and the question that it asks the catalogue."""

    label: str
    query: str

    @property
    def of_courses(self) -> str:
        """The same question, for training only."""
        return f"{self.query}&{urlencode({'facet.kind': 'training'})}"


class Subjects(NamedTuple):
    """What something is about."""

    sectors: tuple[Subject, ...]
    steps: tuple[Subject, ...]


def subjects_of(t: NullTranslations, sectors: Iterable[Sector], steps: Iterable[Step]) -> Subjects:
    """The words and the questions for these sectors and steps."""
    return Subjects(
        tuple(Subject(sector_name(t, one), urlencode({"facet.sector": one})) for one in sectors),
        tuple(Subject(step_name(t, one), urlencode({"facet.step": one})) for one in steps),
    )


def subjects_taught(t: NullTranslations, courses: Iterable[Taught]) -> Subjects:
    """All that some course is about, in the order of the vocabularies."""
    known = tuple(courses)
    sectors = {sector for one in known for sector in one.sectors}
    steps = {step for one in known for step in one.steps}
    return subjects_of(
        t, (one for one in SECTORS if one in sectors), (one for one in STEPS if one in steps)
    )
