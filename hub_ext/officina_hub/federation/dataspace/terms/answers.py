"""Yes, no, and what a machine cannot know; joined as Kleene's logic joins them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Answer(StrEnum):
    """Whether something holds."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def opposite(self) -> Answer:
        swapped = {Answer.YES: Answer.NO, Answer.NO: Answer.YES}
        return swapped.get(self, Answer.UNKNOWN)


def of(value: bool) -> Answer:  # noqa: FBT001 - it is the question's very subject
    """A plain truth as an answer."""
    return Answer.YES if value else Answer.NO


def all_of(answers: Iterable[Answer]) -> Answer:
    """Whether every one holds; one no is enough for a no."""
    found = set(answers)
    if Answer.NO in found:
        return Answer.NO
    return Answer.UNKNOWN if Answer.UNKNOWN in found else Answer.YES


def any_of(answers: Iterable[Answer]) -> Answer:
    """Whether one holds at least."""
    return all_of(each.opposite for each in answers).opposite


def one_of(answers: Iterable[Answer]) -> Answer:
    """Whether exactly one holds."""
    found = list(answers)
    if found.count(Answer.YES) > 1:
        return Answer.NO
    return Answer.UNKNOWN if Answer.UNKNOWN in found else of(Answer.YES in found)
