"""``…/teach/exercises/<e>/similar``: nearly the same solutions, as a hint for the trainer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from officina_hub.portal.pages.teach import TrainerHandler, title_of
from officina_hub.portal.similarity import compare
from officina_hub.portal.store.courses import exercise_out, find_exercise
from officina_hub.portal.store.similarity import SimilarPair, similarity


class Group(NamedTuple):
    """Learners whose solutions hang together by pairs, and those pairs."""

    users: tuple[str, ...]
    pairs: tuple[SimilarPair, ...]

    @property
    def is_open(self) -> bool:
        """Whether there is a pair that no trainer has looked at."""
        return any(pair.looked_at is None for pair in self.pairs)


def groups_of(pairs: Iterable[SimilarPair]) -> tuple[Group, ...]:
    """The pairs in groups: those with something to look at first, then the nearest."""
    group_of: dict[str, list[SimilarPair]] = {}
    for pair in pairs:
        one = group_of.setdefault(pair.one.user, [])
        other = group_of.setdefault(pair.other.user, [])
        if other is not one:
            one += other
            for moved in other:
                group_of[moved.one.user] = group_of[moved.other.user] = one
            group_of[pair.other.user] = one
        one.append(pair)
    found = {id(group): _group(group) for group in group_of.values()}
    return tuple(sorted(found.values(), key=lambda each: (not each.is_open, -each.pairs[0].degree)))


def _group(pairs: list[SimilarPair]) -> Group:
    users = {work.user for pair in pairs for work in (pair.one, pair.other)}
    return Group(tuple(sorted(users)), tuple(sorted(pairs, key=lambda pair: -pair.degree)))


class SimilarHandler(TrainerHandler):
    """The base of pages about similar solutions, which no learner sees."""

    right = "similarity.use"

    async def named(self, course_id: str, exercise_id: str) -> dict[str, object]:
        """What the frame of these pages says."""
        exercise = await self.portal.read(
            lambda session: exercise_out(find_exercise(session, course_id, exercise_id))
        )
        here = f"courses/{course_id}/teach/exercises/{exercise_id}"
        return {
            "course_id": course_id,
            "course_title": await self.portal.read(title_of, course_id),
            "exercise": exercise,
            "overview_path": here,
            "list_path": f"{here}/similar",
        }


class SimilarListHandler(SimilarHandler):
    """What was found last."""

    async def get(self, course_id: str, exercise_id: str) -> None:
        named = await self.named(course_id, exercise_id)
        found = await self.portal.read(similarity, course_id, exercise_id)
        self.render_page("similar.html", found=found, groups=groups_of(found.pairs), **named)


class CompareHandler(SimilarHandler):
    """Looks for them anew."""

    async def post(self, course_id: str, exercise_id: str) -> None:
        found = await compare(self.portal, course_id, exercise_id, self.act())
        text = self.t.ngettext(
            "%(count)s solution was compared.", "%(count)s solutions were compared.", found.compared
        )
        self.flash(text % {"count": found.compared})
        self.go(f"courses/{course_id}/teach/exercises/{exercise_id}/similar")
