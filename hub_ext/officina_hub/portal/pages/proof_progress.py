"""How far the run of a course from elsewhere is, in a reader's words, and how long it may take."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Final, NamedTuple

from babel.support import NullTranslations

from officina_widgets.import_wire import ProofState

ENOUGH: Final = 3  # steps that say something about the pace of the others


class ShownProgress(NamedTuple):
    """One step of several; ``minutes`` are those left by the pace so far, where that is known."""

    step: int
    of: int
    notebook: str
    deed: str
    minutes: int | None


def shown_progress(t: NullTranslations, state: ProofState, now: datetime) -> ShownProgress:
    """What stands on the page."""
    notebook, _, what = state.what.rpartition(": ")
    deeds = {
        "run": t.gettext("the solution is run"),
        "solution": t.gettext("the solution is graded"),
        "solution again": t.gettext("the solution is graded again"),
        "untouched": t.gettext("the untouched version is graded"),
    }
    deed = deeds.get(what, t.gettext("a wrong answer is graded"))
    step = min(state.done + 1, state.of)
    return ShownProgress(step, state.of, notebook, deed, minutes_left(state, now))


def minutes_left(state: ProofState, now: datetime) -> int | None:
    """By the pace so far, rounded up; None where too little is done to tell."""
    if state.done < ENOUGH:
        return None
    pace = (now - state.began_at).total_seconds() / state.done
    return max(1, math.ceil(pace * (state.of - state.done) / 60))
