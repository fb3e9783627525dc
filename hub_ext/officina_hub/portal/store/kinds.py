"""The kinds of work, as a table: which lane each waits in, and what may not be done side by side.

Lanes are served in their order: who waits before a screen goes before who may come back later.
Work of a kind that has to be named is for those workers alone that ask for it.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Kind(NamedTuple):
    """``lane``: the lower goes first. ``writes_marks``: of one learner's exercise one at a time."""

    lane: int
    writes_marks: bool = False
    must_be_named: bool = False


KINDS: Final = {
    # Somebody looks at the screen until it comes, and it is short.
    "check": Kind(lane=0),
    # Rare, short, and nothing of the course can be graded by the new version before.
    "prepare": Kind(lane=1),
    "grade": Kind(lane=2, writes_marks=True),
    # As marks: a class of feedback waits its turn beside other courses' marks.
    "feedback": Kind(lane=2, writes_marks=True),
    # Nobody's first marks wait for these: everybody concerned has marks already.
    "regrade": Kind(lane=3),
    "confirm": Kind(lane=3, writes_marks=True),
    "undo": Kind(lane=3, writes_marks=True),
    # Minutes or more: no grader that learners wait for takes it.
    "prove": Kind(lane=4, must_be_named=True),
}
WRITE_MARKS: Final = tuple(name for name, kind in KINDS.items() if kind.writes_marks)
MUST_BE_NAMED: Final = tuple(name for name, kind in KINDS.items() if kind.must_be_named)
