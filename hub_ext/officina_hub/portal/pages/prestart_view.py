"""Plans of prepared sessions in the reader's words: for the trainer, and for the learner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from babel.support import NullTranslations

from officina_hub.portal.pages.launch_cost import cost_words
from officina_hub.portal.pages.session_words import choice_words, expected_words, formats_of
from officina_hub.portal.pages.site import Reader
from officina_hub.portal.pages.states import Chip
from officina_hub.portal.prestart_words import refusal_words
from officina_hub.portal.store.prestarts import GOING_ON, UNDER_WAY
from officina_hub.session_api.answers import Expected
from officina_widgets.prestart_wire import PrestartOut, PrestartQuote, SeatOut, SeatState

Titles = Mapping[str, str]  # of profiles, by name
TitleOf = Callable[[str], str]  # of a course, by id
MOVING = "fa-hourglass-half"


class SeatView(NamedTuple):
    """One learner in the list; ``said`` is the Hub's own sentence, ``words`` are the page's."""

    user: str
    chip: Chip
    job: str
    words: str
    said: str


class PlanView(NamedTuple):
    """One plan with its list."""

    id: str
    by: str
    title: str
    start_at: datetime
    is_later: bool
    unused: str
    seats: tuple[SeatView, ...]
    done: int
    can_cancel: bool
    is_moving: bool
    is_over: bool
    trouble: str
    reference: str
    summary: tuple[tuple[Chip, int], ...]


class QuoteView(NamedTuple):
    """What it would cost and whom it could not serve."""

    ready: int
    all: int
    cost: str
    free: str
    is_short: bool
    others: tuple[SeatView, ...]


class PreparedView(NamedTuple):
    """What a learner is told about a session that somebody has prepared for them."""

    by: str
    course_id: str
    course_title: str
    title: str
    chip: Chip
    is_running: bool
    is_started: bool
    start_at: datetime
    unused: str


def plan_view(reader: Reader, plan: PrestartOut, titles: Titles, now: datetime) -> PlanView:
    """All of it."""
    t = reader.translations
    counts = Counter(seat.state for seat in plan.seats)
    is_under_way = any(seat.state in UNDER_WAY for seat in plan.seats)
    return PlanView(
        id=plan.id,
        by=plan.created_by,
        title=_title(reader, plan, titles),
        start_at=plan.start_at,
        is_later=plan.start_at > now,
        unused=formats_of(reader).minutes(plan.unused_minutes),
        seats=tuple(_seat_view(reader, seat) for seat in plan.seats),
        done=sum(seat.state not in {"planned", "ending"} for seat in plan.seats),
        can_cancel=any(seat.state in GOING_ON for seat in plan.seats),
        is_moving=is_under_way,
        is_over=not is_under_way,
        trouble=plan.trouble,
        reference=plan.reference,
        summary=tuple((seat_chip(t, state), count) for state, count in counts.most_common()),
    )


def quote_view(reader: Reader, quote: PrestartQuote) -> QuoteView:
    """In all, and those who would get none."""
    t, formats = reader.translations, formats_of(reader)
    texts = {
        "gpus": t.gettext("%(free)s of %(total)s GPUs"),
        "cores": t.gettext("%(free)s of %(total)s cores"),
    }
    free = ""
    if quote.unit and quote.free is not None and quote.total is not None:
        numbers = {"free": formats.number(quote.free), "total": formats.number(quote.total)}
        free = texts[quote.unit] % numbers
    return QuoteView(
        ready=quote.ready,
        all=len(quote.seats),
        cost=cost_words(reader, quote.gpu_hours),
        free=free,
        is_short=quote.unit == "gpus" and quote.free is not None and quote.free < quote.ready,
        others=tuple(
            SeatView(
                seat.user,
                seat_chip(t, "own" if seat.verdict == "own" else "refused"),
                "",
                *_why(t, seat.code, seat.message),
            )
            for seat in quote.seats
            if seat.verdict != "ready"
        ),
    )


def prepared_view(
    reader: Reader, plan: PrestartOut, course_title: str, titles: Titles
) -> PreparedView:
    """For the one learner whose seat it has."""
    seat = plan.seats[0]
    return PreparedView(
        by=plan.created_by,
        course_id=plan.course_id,
        course_title=course_title,
        title=_title(reader, plan, titles),
        chip=seat_chip(reader.translations, seat.state),
        is_running=seat.state == "running",
        is_started=seat.state != "planned",
        start_at=plan.start_at,
        unused=formats_of(reader).minutes(plan.unused_minutes),
    )


def seat_chip(t: NullTranslations, state: SeatState) -> Chip:
    """Where one session of a plan stands, in a word and with an icon."""
    chips: dict[SeatState, Chip] = {
        "planned": Chip(t.gettext("Planned"), "fa-clock"),
        "queued": Chip(t.gettext("Waiting in the queue"), MOVING, "state-waiting"),
        "starting": Chip(t.gettext("Starting"), MOVING, "state-busy"),
        "running": Chip(t.gettext("Running"), "fa-circle-play", "state-graded"),
        "opened": Chip(t.gettext("Opened"), "fa-check", "state-graded"),
        "own": Chip(t.gettext("Had a session already"), "fa-circle-user"),
        "refused": Chip(t.gettext("Refused"), "fa-triangle-exclamation", "state-problem"),
        "ending": Chip(t.gettext("Stopping"), MOVING, "state-busy"),
        "declined": Chip(t.gettext("Declined"), "fa-circle-stop"),
        "cancelled": Chip(t.gettext("Cancelled"), "fa-circle-stop"),
        "unused": Chip(t.gettext("Ended unopened"), "fa-circle-stop"),
        "ended": Chip(t.gettext("Ended"), "fa-circle-stop", "state-problem"),
    }
    return chips[state]


def _title(reader: Reader, plan: PrestartOut, titles: Titles) -> str:
    name = str(plan.choice.get("profile", ""))
    words = choice_words(reader, {**plan.choice})
    return " · ".join(filter(None, (titles.get(name, name if titles else ""), words)))


def _seat_view(reader: Reader, seat: SeatOut) -> SeatView:
    t = reader.translations
    chip = seat_chip(t, seat.state)
    if seat.state == "queued":
        return SeatView(seat.user, chip, seat.job, _expected(reader, seat), seat.message)
    if seat.state in {"refused", "ended"}:
        return SeatView(seat.user, chip, seat.job, *_why(t, seat.code, seat.message))
    return SeatView(seat.user, chip, seat.job, "", "")


def _why(t: NullTranslations, code: str, message: str) -> tuple[str, str]:
    """In the reader's language where this code has a sentence; else what the Hub said."""
    words = refusal_words(t, code, "")
    return (words, "") if words else ("", message)


def _expected(reader: Reader, seat: SeatOut) -> str:
    low, high = seat.expected_low_seconds, seat.expected_high_seconds
    if low is None:
        return ""
    middle = low if high is None else (low + high) / 2
    expected = Expected(low_seconds=low, middle_seconds=middle, high_seconds=high)
    return expected_words(reader, expected)
