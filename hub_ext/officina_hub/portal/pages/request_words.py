"""Requests for access in words: states with an icon, steps, decisions, and what is wrong."""

from __future__ import annotations

from typing import NamedTuple

from babel.support import NullTranslations
from pydantic import AwareDatetime, ValidationError

from officina_hub.portal.pages.formats import Formats
from officina_hub.portal.pages.states import Chip
from officina_hub.portal.store.request_forms import (
    LONGEST,
    LONGEST_LINE,
    RequestOut,
    SharedCourse,
    State,
    Step,
)


class StepView(NamedTuple):
    """One step as a reader sees it."""

    label: str
    by: str
    at: AwareDatetime
    text: str


def state_chip(t: NullTranslations, state: State) -> Chip:
    """Where the request stands."""
    return {
        "sent": Chip(t.gettext("Sent"), "fa-paper-plane", "state-busy"),
        "seen": Chip(t.gettext("Seen"), "fa-eye", "state-busy"),
        "question": Chip(t.gettext("Question to you"), "fa-circle-question", "state-waiting"),
        "replied": Chip(t.gettext("Question answered"), "fa-reply", "state-busy"),
        "granted": Chip(t.gettext("Granted"), "fa-check", "state-graded"),
        "refused": Chip(t.gettext("Refused"), "fa-xmark", "state-problem"),
        "withdrawn": Chip(t.gettext("Withdrawn"), "fa-rotate-left"),
    }[state]


def desk_chip(t: NullTranslations, state: State) -> Chip:
    """The same for an advisor, to whom a question is somebody else's turn."""
    if state == "question":
        return Chip(t.gettext("Waits for the person"), "fa-circle-question", "state-waiting")
    return state_chip(t, state)


def news_chip(t: NullTranslations) -> Chip:
    """That there is something new."""
    return Chip(t.gettext("New"), "fa-bell", "state-waiting")


def sentence(t: NullTranslations, state: State, *, is_mine: bool) -> str:
    """What happens next."""
    if not is_mine:
        return {
            "sent": t.gettext("It waits for a first answer."),
            "seen": t.gettext("It waits for a first answer."),
            "question": t.gettext("The person was asked and has not answered yet."),
            "replied": t.gettext("The person has answered; it waits for you."),
        }.get(state, "")
    return {
        "sent": t.gettext("It has arrived. Nobody has looked at it yet."),
        "seen": t.gettext("An advisor has looked at it. The answer comes to this page."),
        "question": t.gettext("An advisor needs to know more. Please answer below."),
        "replied": t.gettext("Your answer has arrived. The decision comes to this page."),
        "granted": t.gettext("What to do now stands in the answer."),
        "refused": t.gettext("Why stands in the answer. You may send another request."),
        "withdrawn": t.gettext("Nobody answers it any more."),
    }[state]


def steps(t: NullTranslations, request: RequestOut) -> list[StepView]:
    """What has happened, the first step first."""
    return [StepView(_deed(t, step), step.by, step.at, step.text) for step in request.steps]


def decisions(t: NullTranslations) -> tuple[tuple[str, str], ...]:
    """What an advisor can say."""
    return (
        ("granted", t.gettext("Granted")),
        ("question", t.gettext("A question first")),
        ("refused", t.gettext("Refused")),
    )


def shelves(t: NullTranslations) -> tuple[tuple[str, str], ...]:
    """What an advisor can look at."""
    return (
        ("open", t.gettext("Not decided yet")),
        ("unanswered", t.gettext("Still without an answer")),
        ("replied", t.gettext("Question answered")),
        ("question", t.gettext("Waits for the person")),
        ("granted", t.gettext("Granted")),
        ("refused", t.gettext("Refused")),
        ("withdrawn", t.gettext("Withdrawn")),
        ("all", t.gettext("All")),
    )


def course_line(t: NullTranslations, formats: Formats, course: SharedCourse) -> str:
    """How far somebody has come in a course."""
    return t.gettext(
        "%(title)s: %(done)s of %(count)s exercises handed in, %(points)s of %(max)s points"
    ) % {
        "title": course.title,
        "done": formats.number(course.handed_in),
        "count": formats.number(course.exercise_count),
        "points": formats.points(course.score),
        "max": formats.points(course.max_score),
    }


def faults(t: NullTranslations, formats: Formats, error: ValidationError) -> dict[str, str]:
    """What is wrong with a form, by field."""
    found: dict[str, str] = {}
    for each in error.errors(include_url=False):
        name = str(each["loc"][0])
        found.setdefault(name, _fault(t, formats, name, each["type"], each["input"]))
    return found


def _fault(t: NullTranslations, formats: Formats, name: str, kind: str, value: object) -> str:
    if name == "contact":
        return t.gettext(
            "This is no plain e-mail address, so no answer could reach you by it. Correct it, or "
            "leave it empty: the answer stands here in any case."
        )
    if kind in {"string_too_long", "too_long"}:
        most = LONGEST_LINE if name in {"wanted", "firm"} else LONGEST
        text = t.gettext(
            "This text has %(count)s characters, and only %(most)s are read with care. Shorten it."
        )
        return text % {
            "count": formats.number(len(str(value))),
            "most": formats.number(most),
        }
    if name == "purpose":
        return t.gettext("Say what it is for: the decision is made by that.")
    if name == "text":
        return t.gettext("There is no text yet. Write what the other side is to read.")
    return t.gettext("This form is not from here any more. Open it again and send it once more.")


def _deed(t: NullTranslations, step: Step) -> str:
    return {
        "sent": t.gettext("Sent"),
        "seen": t.gettext("Seen by an advisor"),
        "question": t.gettext("Question"),
        "reply": t.gettext("From the person who asks"),
        "granted": t.gettext("Granted"),
        "refused": t.gettext("Refused"),
        "withdrawn": t.gettext("Withdrawn"),
    }[step.deed]
