"""``officina session prestart``: the sessions of a class run when it begins."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import click

from officina_hub.cli.connection import TOKEN_FILE, URL, connect
from officina_hub.cli.examples import examples
from officina_hub.cli.session_choice import CHOICE, chosen
from officina_hub.cli.teller import Teller, answers
from officina_hub.errors import OfficinaError

if TYPE_CHECKING:
    from officina_widgets.client import PortalClient
    from officina_widgets.prestart_wire import PrestartOrder, PrestartOut, PrestartQuote

WAIT_SECONDS = 20
NOT_STARTED = {"planned", "ending"}
WORDS = {
    "planned": "waits for its time",
    "queued": "waits in the queue",
    "starting": "starting",
    "running": "running",
    "opened": "running, and its learner is in it",
    "own": "had a session already, which was left as it is",
    "refused": "refused",
    "ending": "being ended",
    "declined": "declined by its learner",
    "cancelled": "cancelled",
    "unused": "ended, nobody had opened it",
    "ended": "ended",
}


@click.command(
    epilog=examples(
        "officina session prestart gpu-basics --profile gpu --minutes 90 --dry-run",
        "officina session prestart gpu-basics --profile gpu --minutes 90",
        "officina session prestart gpu-basics --profile gpu --at 2026-09-01T08:50+02:00",
        "officina session prestart gpu-basics --profile gpu --user ada --user bob",
        "officina session prestart gpu-basics --cancel 5f0c…",
    )
)
@click.argument("course")
@CHOICE
@click.option(
    "--at",
    type=str,
    help="When they are started, such as 2026-09-01T08:50+02:00; without a zone it is this "
    "machine's. Default: now.",
)
@click.option(
    "--unused-minutes",
    type=int,
    default=30,
    show_default=True,
    help="A session that nobody has opened ends after it has run so long.",
)
@click.option(
    "--user", "users", multiple=True, help="Only this learner; several times for several."
)
@click.option("--dry-run", is_flag=True, help="Tell what it would cost, and start nothing.")
@click.option("--cancel", metavar="PLAN", help="Take back what nobody has opened of this plan.")
@URL
@TOKEN_FILE
@answers
def prestart(
    *,
    course: str,
    at: str | None,
    unused_minutes: int,
    users: tuple[str, ...],
    dry_run: bool,
    cancel: str | None,
    url: str | None,
    token_file: str | None,
    teller: Teller,
    **options: str | int | None,
) -> None:
    """Have a session started for each learner of COURSE, so that it runs when the class begins.

    Every session is the learner's own: their limits, accounts and budget count, and nobody's
    running session is touched. It is followed until each session has been handed over; leaving
    with Ctrl-C stops nothing. For the trainers of the course, and for operators.
    """
    with connect(url, token_file) as client:
        if cancel:
            plan = client.cancel_prestart(course, cancel)
            teller.result(plan, _lines(plan))
            return
        order = _order(options, at, unused_minutes, users)
        if dry_run:
            quote = client.prestart_quote(course, order)
            teller.result(quote, _quote_lines(quote))
            return
        plan = _followed(client, client.prepare(course, str(uuid.uuid4()), order), teller)
        teller.result(plan, _lines(plan))


def _order(
    options: dict[str, str | int | None],
    at: str | None,
    unused_minutes: int,
    users: tuple[str, ...],
) -> PrestartOrder:
    from pydantic import ValidationError

    from officina_widgets.prestart_wire import PrestartOrder

    try:
        return PrestartOrder(
            choice=chosen(options),
            start_at=_moment(at) if at else None,
            unused_minutes=unused_minutes,
            users=users or None,
        )
    except ValidationError as error:
        found = error.errors()[0]
        raise OfficinaError(
            f"{' '.join(map(str, found['loc']))}: {found['msg']}.",
            "So nothing was prepared.",
            "Ask again with another value.",
        ) from error


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError as error:
        raise OfficinaError(
            f"{text[:60]!r} is not a day and a time.",
            "So nobody knows when the sessions are to be started, and none was prepared.",
            "Write it like 2026-09-01T08:50+02:00.",
        ) from error


def _followed(client: PortalClient, plan: PrestartOut, teller: Teller) -> PrestartOut:
    """Wait until each session was handed over or refused; a later start is not waited for."""
    if plan.start_at > plan.created_at:
        return plan
    with teller.bar("Sessions", len(plan.seats)) as tell:
        while any(seat.state in NOT_STARTED for seat in plan.seats):
            tell(sum(seat.state not in NOT_STARTED for seat in plan.seats))
            before = plan.trouble
            plan = client.prestart(
                plan.course_id, plan.id, seen=plan.changes, wait_seconds=WAIT_SECONDS
            )
            if plan.trouble and plan.trouble != before:
                teller.progress(_trouble(plan))
        tell(len(plan.seats))
    return plan


def _trouble(plan: PrestartOut) -> str:
    return f"The last try came to nothing and is repeated: {plan.trouble} [{plan.reference}]"


def _lines(plan: PrestartOut) -> Iterator[str]:
    width = max(len(seat.user) for seat in plan.seats)
    for seat in plan.seats:
        job = f" (job {seat.job})" if seat.job else ""
        said = f": {seat.message}" if seat.message else ""
        yield f"{seat.user:<{width}}  {WORDS[seat.state]}{job}{said}"
    if plan.trouble:
        yield _trouble(plan)
    if plan.start_at > plan.created_at:
        yield f"They are started at {plan.start_at.astimezone():%Y-%m-%d %H:%M %Z}."
    if plan.state == "open":
        yield (
            f"Take back what nobody has opened: officina session prestart {plan.course_id} "
            f"--cancel {plan.id}"
        )


def _quote_lines(quote: PrestartQuote) -> Iterator[str]:
    width = max((len(seat.user) for seat in quote.seats), default=0)
    verdicts = {"ready": "would be started", "own": "has a session already", "refused": "refused"}
    for seat in quote.seats:
        said = f": {seat.message}" if seat.message else ""
        yield f"{seat.user:<{width}}  {verdicts[seat.verdict]}{said}"
    cost = "an unknown number of" if quote.gpu_hours is None else f"at most {quote.gpu_hours:g}"
    yield f"Would be started: {quote.ready} of {len(quote.seats)}, for {cost} GPU-hours in all."
    if quote.free is not None:
        yield f"Free now: {quote.free} of {quote.total} {quote.unit}."
