"""Where a submission, an exercise, a release or a server stands, in words and with an icon.

No state is told by colour alone. The functions take the reader's translations ``t``.
"""

from __future__ import annotations

from typing import NamedTuple

from babel.support import NullTranslations

from officina_hub.portal.hub_client import State
from officina_widgets.wire import ReleaseState, SubmissionOut, SubmissionState


class Chip(NamedTuple):
    """A short word with an icon and a class."""

    label: str
    icon: str
    css_class: str = ""


def submission_chip(t: NullTranslations, state: SubmissionState | None) -> Chip:
    """The state of what was handed in, or that nothing was."""
    if state is None:
        return Chip(t.gettext("Not handed in yet"), "fa-circle-notch")
    if state == "queued":
        return Chip(t.gettext("Waiting to be graded"), "fa-hourglass-half", "state-busy")
    if state == "grading":
        return Chip(t.gettext("Being graded"), "fa-gears", "state-busy")
    if state == "needs_manual":
        return Chip(t.gettext("A trainer marks the rest"), "fa-user-pen", "state-waiting")
    if state == "ungradable":
        return Chip(t.gettext("Could not be graded"), "fa-triangle-exclamation", "state-problem")
    if state == "superseded":
        return Chip(t.gettext("Replaced by a newer attempt"), "fa-clock-rotate-left")
    return Chip(t.gettext("Graded"), "fa-check", "state-graded")


def submission_sentence(t: NullTranslations, submission: SubmissionOut | None) -> str:
    """What the state means for the learner, where the word alone does not say it."""
    if submission is None:
        return ""
    if submission.state == "queued" and submission.queue_position:
        return t.ngettext(
            "Your work arrived and is next in the queue.",
            "Your work arrived; its turn comes at about number %(position)s. Courses and learners "
            "take turns.",
            submission.queue_position,
        ) % {"position": submission.queue_position}
    if submission.state == "needs_manual":
        return t.gettext(
            "The automatic marks are here. The others appear when a trainer has read your answers."
        )
    return submission.message


def why_an_older_counts(
    t: NullTranslations, counts: SubmissionOut | None, newest: SubmissionOut | None
) -> tuple[str, ...]:
    """What a learner has to know where another attempt than the newest counts."""
    if counts is None or newest is None or counts.id == newest.id:
        return ()
    numbers = {"counts": counts.attempt, "newest": newest.attempt}
    is_unread = newest.grade is not None and newest.grade.is_unread
    if newest.state != "ungradable" and not is_unread:
        text = t.gettext(
            "Attempt %(counts)s counts: a trainer had it graded again after attempt %(newest)s "
            "came in."
        )
        return (text % numbers,)
    text = t.gettext("Attempt %(newest)s could not be graded, so attempt %(counts)s counts.")
    return tuple(filter(None, (text % numbers, newest.message)))


def late_chip(t: NullTranslations) -> Chip:
    """That the submission came after the deadline."""
    return Chip(t.gettext("Late"), "fa-clock", "state-late")


def is_moving(submission: SubmissionOut | None) -> bool:
    """Whether the state is about to change by itself, so that the page should look again."""
    return submission is not None and submission.state in {"queued", "grading"}


def release_chip(t: NullTranslations, state: ReleaseState) -> Chip:
    """How far a release has come, or a course from elsewhere on its way to be one."""
    if state == "preparing":
        return Chip(t.gettext("Being prepared"), "fa-gears", "state-busy")
    if state == "failed":
        label = t.gettext("Refused: learners keep the release before")
        return Chip(label, "fa-triangle-exclamation", "state-problem")
    if state == "proving":
        return Chip(t.gettext("Being run here"), "fa-gears", "state-busy")
    if state == "proved":
        return Chip(t.gettext("Ran here: ready to publish"), "fa-check", "state-waiting")
    if state == "unproved":
        return Chip(t.gettext("Did not run here"), "fa-triangle-exclamation", "state-problem")
    if state == "discarded":
        return Chip(t.gettext("Discarded"), "fa-trash")
    return Chip(t.gettext("Published"), "fa-check", "state-graded")


def server_chip(t: NullTranslations, state: State) -> Chip:
    """What a server does at the moment."""
    if state == "running":
        return Chip(t.gettext("Running"), "fa-circle-play", "state-graded")
    if state == "starting":
        return Chip(t.gettext("Starting"), "fa-hourglass-half", "state-busy")
    if state == "stopping":
        return Chip(t.gettext("Stopping"), "fa-hourglass-half", "state-busy")
    return Chip(t.gettext("Not running"), "fa-circle-stop")


def level_name(t: NullTranslations, level: str) -> str:
    """A course's level in the reader's language."""
    names = {
        "beginner": t.gettext("Beginner"),
        "intermediate": t.gettext("Intermediate"),
        "advanced": t.gettext("Advanced"),
    }
    return names.get(level, level)
