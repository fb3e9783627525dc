"""Similar solutions of an exercise: what was found last, and what trainers said to it."""

from __future__ import annotations

from pydantic import AwareDatetime, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.model import Frozen
from officina_courses.similarity.comparing import Likeness, Pair
from officina_courses.similarity.passages import Passage
from officina_courses.similarity.request import Answer
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import NotFound
from officina_hub.portal.store.act import Act, note
from officina_hub.portal.store.similar_material import SimilarWork, material, work_of

NO_SUCH_PAIR = (
    "The last comparison of {exercise_id!r} has no such pair: it was made anew meanwhile, or one "
    "of them has handed in again. Open the list of similar solutions and choose from it."
)


class LookedAt(Frozen):
    """That a trainer looked and found nothing amiss."""

    by: str
    at: AwareDatetime
    text: str


class SimilarPair(Likeness):
    """Two submissions that are nearly the same."""

    one: SimilarWork
    other: SimilarWork
    looked_at: LookedAt | None


class Similarity(Frozen):
    """What was found last; a hint, and never a verdict."""

    made_at: AwareDatetime | None = Field(description="None where it was never looked for")
    is_current: bool = Field(description="Whether nothing was handed in or released since")
    submissions: int = Field(description="How many there are to compare now")
    compared: int = 0
    too_short: int = 0
    unread: int = 0
    cut: int = 0
    usual: float | None = None
    pairs: tuple[SimilarPair, ...] = ()
    is_shortened: bool = False


def similarity(session: Session, course_id: str, exercise_id: str) -> Similarity:
    """What was found last, with the names and what trainers said."""
    now = material(session, course_id, exercise_id)
    found = session.get(t.SimilarityReport, (course_id, exercise_id))
    if found is None:
        return Similarity(made_at=None, is_current=False, submissions=len(now.works))
    answer = Answer.model_validate(found.document)
    comparison = answer.comparison
    return Similarity(
        made_at=found.made_at,
        is_current=found.digest == now.digest,
        submissions=len(now.works),
        compared=comparison.compared,
        too_short=comparison.too_short,
        unread=len(answer.unread),
        cut=len(comparison.cut),
        usual=comparison.usual,
        pairs=_pairs(session, comparison.pairs),
        is_shortened=comparison.is_shortened,
    )


def find_pair(
    session: Session, course_id: str, exercise_id: str, one: str, other: str
) -> SimilarPair:
    """One pair of the last comparison; raises ``NotFound``."""
    wanted = {one, other}
    for pair in similarity(session, course_id, exercise_id).pairs:
        if {pair.one.submission_id, pair.other.submission_id} == wanted:
            return pair
    raise NotFound("no-such-pair", NO_SUCH_PAIR.format(exercise_id=exercise_id))


def keep(
    session: Session, course_id: str, exercise_id: str, digest: str, answer: Answer, act: Act
) -> None:
    """Put these findings in the place of the last."""
    row = t.SimilarityReport(
        course_id=course_id,
        exercise_id=exercise_id,
        digest=digest,
        made_at=act.at,
        document=answer.model_dump(mode="json"),
    )
    session.merge(row)
    note(session, act, "solutions compared", course_id=course_id, exercise_id=exercise_id)


def look_at(
    session: Session, course_id: str, exercise_id: str, pair: SimilarPair, text: str, act: Act
) -> None:
    """Keep that the trainer looked at this pair and found nothing amiss."""
    one, other = sorted((pair.one.submission_id, pair.other.submission_id))
    row = t.SimilarityNote(
        one=one,
        other=other,
        course_id=course_id,
        exercise_id=exercise_id,
        noted_by=act.user,
        noted_at=act.at,
        text=text,
    )
    session.merge(row)
    _note(session, course_id, exercise_id, pair, "similar solutions looked at", act)


def look_again(
    session: Session, course_id: str, exercise_id: str, pair: SimilarPair, act: Act
) -> None:
    """Take that back."""
    key = tuple(sorted((pair.one.submission_id, pair.other.submission_id)))
    row = session.get(t.SimilarityNote, key)
    if row is not None:
        session.delete(row)
        _note(session, course_id, exercise_id, pair, "similar solutions to look at again", act)


def _note(
    session: Session, course_id: str, exercise_id: str, pair: SimilarPair, what: str, act: Act
) -> None:
    note(
        session,
        act,
        what,
        course_id=course_id,
        exercise_id=exercise_id,
        submission_id=pair.one.submission_id,
        detail=pair.other.submission_id,
    )


def _pairs(session: Session, pairs: tuple[Pair, ...]) -> tuple[SimilarPair, ...]:
    names = {name for pair in pairs for name in (pair.one, pair.other)}
    rows = session.scalars(select(t.Submission).where(t.Submission.id.in_(names)))
    works = {row.id: work_of(row) for row in rows}
    notes = session.scalars(select(t.SimilarityNote).where(t.SimilarityNote.one.in_(names)))
    said = {
        (row.one, row.other): LookedAt(by=row.noted_by, at=row.noted_at, text=row.text)
        for row in notes
    }
    return tuple(
        SimilarPair(
            one=works[pair.one],
            other=works[pair.other],
            one_in_other=pair.one_in_other,
            other_in_one=pair.other_in_one,
            tokens=pair.tokens,
            passages=pair.passages,
            looked_at=said.get((min(pair.one, pair.other), max(pair.one, pair.other))),
        )
        for pair in (_by_name(pair, works) for pair in pairs)
    )


def _by_name(pair: Pair, works: dict[str, SimilarWork]) -> Pair:
    """The same pair with the learners in the order of their names, not of chance numbers."""
    if works[pair.one].user <= works[pair.other].user:
        return pair
    return Pair(
        one=pair.other,
        other=pair.one,
        one_in_other=pair.other_in_one,
        other_in_one=pair.one_in_other,
        tokens=pair.tokens,
        passages=tuple(Passage(one=each.other, other=each.one) for each in pair.passages),
    )
