"""``officina course regrade``: see what mended tests would change, then decide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from officina_courses.counted import counted
from officina_hub.cli.connection import TOKEN_FILE, URL, connect
from officina_hub.cli.examples import examples
from officina_hub.cli.looking import looks
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_widgets.client import PortalClient
    from officina_widgets.regrade_wire import RegradeLineOut, RegradeOut

BUSY = {
    "previewing": "Grading again",
    "confirming": "Writing marks",
    "undoing": "Putting marks back",
}
ENDS = {
    "previewing": "The preview is still being made; look again later.",
    "ready": "Nothing has been written. Confirm it with: officina course regrade {course} "
    "{exercise} --confirm {id} --reason '…'",
    "confirming": "The marks are still being written; look again later.",
    "confirmed": "The new marks are written.",
    "undoing": "The earlier marks are still being put back; look again later.",
    "undone": "The earlier marks were put back.",
    "discarded": "The preview was discarded. Nothing was changed.",
}
ONE_DEED = "Give one of --confirm, --discard and --undo, or none of them for a preview."
NO_REASON = "--confirm needs --reason: learners whose marks change are told why."


@click.command(
    epilog=examples(
        "officina course regrade gpu-basics first-kernel",
        "officina course regrade gpu-basics first-kernel --confirm 5f0c… \\",
        "    --reason 'One test asked for more digits than the task did.'",
        "officina course regrade gpu-basics first-kernel --discard 5f0c…",
        "officina course regrade gpu-basics first-kernel --undo 5f0c…",
    )
)
@click.argument("course")
@click.argument("exercise")
@click.option("--confirm", metavar="ID", help="Write the marks of this preview.")
@click.option("--reason", default="", help="Why, in a sentence for the learners; for --confirm.")
@click.option("--discard", metavar="ID", help="Drop this preview; nothing is changed.")
@click.option("--undo", metavar="ID", help="Put back the marks from before this preview.")
@URL
@TOKEN_FILE
@click.option(
    "--wait",
    "wait_seconds",
    type=click.IntRange(0, 24 * 3600),
    default=600,
    show_default=True,
    help="How many seconds to wait until it is done.",
)
@answers
def regrade(
    *,
    course: str,
    exercise: str,
    confirm: str | None,
    reason: str,
    discard: str | None,
    undo: str | None,
    url: str | None,
    token_file: str | None,
    wait_seconds: int,
    teller: Teller,
) -> None:
    """Grade an EXERCISE of a COURSE again for everybody, after a test was mended.

    At first a preview: nothing is written until it is confirmed.
    """
    if sum(each is not None for each in (confirm, discard, undo)) > 1:
        raise click.UsageError(ONE_DEED)
    if confirm and not reason.strip():
        raise click.UsageError(NO_REASON)
    with connect(url, token_file) as client:
        if confirm:
            run = client.confirm_regrade(course, confirm, reason)
        elif discard:
            run = client.discard_regrade(course, discard)
        elif undo:
            run = client.undo_regrade(course, undo)
        else:
            run = client.start_regrade(course, exercise)
        run = _wait(client, run, wait_seconds, teller)
    teller.result(run, _lines(run))


def _wait(client: PortalClient, run: RegradeOut, wait_seconds: int, teller: Teller) -> RegradeOut:
    """Ask until the graders are done with it."""
    begun = run.state
    if begun not in BUSY:
        return run
    with teller.bar(BUSY[begun], run.total) as done:
        done(run.done)
        for _ in looks(wait_seconds):
            run = client.regrade_preview(run.course_id, run.id)
            done(run.total if run.state != begun else run.done)
            if run.state != begun:
                break
    return run


def _lines(run: RegradeOut) -> Iterator[str]:
    for line in run.lines:
        yield f"{line.user:<30} {_points(line.before)} → {_points(line.after)}  {_word(line)}"
    if run.newer:
        yield f"Not in this preview: {counted(run.newer, 'newer attempt')}."
    if run.is_outdated and run.state == "ready":
        yield "The tests changed once more since: discard this preview and make a new one."
    else:
        yield ENDS[run.state].format(course=run.course_id, exercise=run.exercise_id, id=run.id)


def _points(points: float | None) -> str:
    return "    -" if points is None else f"{points:5g}"


def _word(line: RegradeLineOut) -> str:
    if line.state in {"failed", "left", "kept"}:
        return line.message
    if line.is_replaced:
        return "another attempt counts by now"
    return ", ".join(f"{each.notebook}/{each.cell}" for each in line.changes)
