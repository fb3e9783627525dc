"""Decide, file by file, what an update of an exercise's folder does. Pure: nothing is touched.

The six cases are nbgitpuller's, and so is the principle: what the learner did always stays.

====  ===========================================  ============  ================================
case  what happened                                verb          what it does
====  ===========================================  ============  ================================
1     changed upstream, untouched here             ``update``    the new one replaces the old
2     changed here, unchanged upstream             ``keep``      nothing
3     changed upstream and here                    ``offer``     the learner's stays, the new one
                                                                 is put beside it
4     deleted here, still upstream                 ``restore``   it is brought again
5     new upstream, a file of that name here       ``set_aside`` the learner's gets a new name, the
                                                                 new one is put in place
6     deleted upstream                             ``remove``    only if it was not touched here
====  ===========================================  ============  ================================

Case 3 does not mix two notebooks cell by cell: graded cells would suffer, and the learner could
not see which of them is whose.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Literal, NamedTuple

from officina_courses.model import Frozen

NO_FILE = "not-a-plain-file"

Kind = Literal["offered", "other_language", "set_aside"]
Verb = Literal["add", "update", "restore", "offer", "set_aside", "remove", "keep"]
NEEDS_CONTENT: frozenset[Verb] = frozenset({"add", "update", "restore", "offer", "set_aside"})


class Step(NamedTuple):
    """What to do with one path; ``sha256`` is the new content's, ``seen`` what was found here."""

    verb: Verb
    path: str
    sha256: str | None = None
    seen: str | None = None


class Note(Frozen):
    """Something a learner should know: their file at ``path`` and the other one at ``other``."""

    kind: Kind
    path: str
    other: str

    def __str__(self) -> str:
        if self.kind == "offered":
            return (
                f"{self.path}: you and the trainer have both changed it. Yours is kept; the "
                f"trainer's new version stands beside it as {self.other}."
            )
        if self.kind == "other_language":
            return (
                f"{self.path}: you have begun it in another language than the one you chose now. "
                f"Yours is kept and is what you hand in; the one in that language stands beside "
                f"it as {self.other}."
            )
        return (
            f"{self.path}: the trainer has added a file of this name, which you had too. Yours is "
            f"kept as {self.other}."
        )


def plan(
    upstream: Mapping[str, str], base: Mapping[str, str] | None, here: Mapping[str, str]
) -> tuple[Step, ...]:
    """The steps that lead from what is here to what is upstream.

    ``base`` is None where nobody knows what was brought last; then a file that differs counts as
    the learner's own work. ``here`` maps paths to hashes, or to ``NO_FILE`` for a link or a folder.
    """
    paths = sorted({*upstream, *(base or {})})
    steps = (_step(path, upstream.get(path), base, here.get(path)) for path in paths)
    return tuple(step for step in steps if step is not None)


def _step(
    path: str, new: str | None, base: Mapping[str, str] | None, here: str | None
) -> Step | None:
    old = None if base is None else base.get(path)
    if new is None:
        if here is None:
            return None
        return Step("remove" if here == old else "keep", path, None, here)
    if here == new:
        return None
    if here is None:
        return Step("add" if old is None else "restore", path, new)
    if here == old:
        return Step("update", path, new, here)
    if old == new:
        return Step("keep", path, new, here)
    if old is None and base is not None:
        return Step("set_aside", path, new, here)
    return Step("offer", path, new, here)


def offered_name(path: str, version: str) -> str:
    """The name under which a new version is put beside the learner's."""
    pure = PurePosixPath(path)
    return str(pure.with_name(f"{pure.stem}.new-{version}{pure.suffix}"))


def translated_name(path: str, language: str, version: str) -> str:
    """The name under which a file in another language is put beside the learner's."""
    pure = PurePosixPath(path)
    return str(pure.with_name(f"{pure.stem}.{language}-{version}{pure.suffix}"))


def aside_name(path: str, moment: datetime) -> str:
    """The time-stamped name a learner's file gets when another one takes its place."""
    pure = PurePosixPath(path)
    return str(pure.with_name(f"{pure.stem}.yours-{moment:%Y%m%d-%H%M%S}{pure.suffix}"))
