"""``officina catalogue history`` and ``undo``: what was done to a record, and taking it back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from officina_hub.cli.catalogue_place import opened, write
from officina_hub.cli.examples import examples
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_hub.portal.store.catalogue_read import Change

LONGEST_SHOWN = 100


@click.command(epilog=examples("officina catalogue history ID", "officina catalogue undo 17"))
@click.argument("record_id", metavar="ID")
@DATA_DIR
@answers
def history(*, record_id: str, data_dir: Path, teller: Teller) -> None:
    """Tell what was done to a record, by whom and when, newest first."""
    from officina_hub.portal.store.catalogue_read import history as history_of

    with opened(data_dir) as place, place.database.reading() as session:
        changes = history_of(session, record_id)
    teller.result(changes, (line for change in changes for line in _lines(change)))


@click.command(epilog=examples("officina catalogue undo 17"))
@click.argument("change_id", metavar="CHANGE", type=click.IntRange(min=1))
@DATA_DIR
@answers
def undo(*, change_id: int, data_dir: Path, teller: Teller) -> None:
    """Take the CHANGE of that number back. It stands in the history as a change of its own.

    What a load changed gets its words from before and is locked, or the next load would bring the
    change again; what a curator wrote goes back to the source.
    """
    from officina_hub.portal.store.catalogue_curating import undo as undo_change

    record_id = write(data_dir, teller, undo_change, change_id)
    teller.result({"id": record_id}, (f"{record_id}: change {change_id} is undone.",))


def _lines(change: Change) -> Iterator[str]:
    state = ""
    if change.state_before != change.state_after:
        state = f", now {change.state_after}"
    of = f" change {change.undoes}" if change.undoes else ""
    when = f"{change.at:%Y-%m-%d %H:%M} UTC"
    yield f"{change.id:>8}  {when}  {change.by}: {change.deed}{of}{state}"
    for name, told in change.fields.items():
        words = [name]
        if "after" in told and told["before"] != told["after"]:
            words = [f"{name}: {_shown(told['before'])} -> {_shown(told['after'])}"]
        if told.get("was_locked") != told.get("is_locked"):
            words.append("locked" if told.get("is_locked") else "no longer locked")
        yield f"          {', '.join(words)}"


def _shown(held: dict[str, Any]) -> str:
    if not held:
        return "nothing"
    text = json.dumps(held["value"], ensure_ascii=False)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
