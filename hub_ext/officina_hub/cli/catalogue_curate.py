"""``officina catalogue set, lock, unlock, publish, withdraw``: what a curator does to a record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from officina_hub.cli.catalogue_place import write
from officina_hub.cli.examples import examples
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.teller import Teller, answers

RECORD = click.argument("record_id", metavar="ID")
FIELD = click.argument("field")


@click.command(
    name="set",
    epilog=examples(
        "officina catalogue set ID licence CC-BY-4.0",
        """officina catalogue set ID title '{"en": "Weather", "fi": "Sää"}'""",
        "officina catalogue set ID version null",
    ),
)
@RECORD
@FIELD
@click.argument("value")
@DATA_DIR
@answers
def set_(*, record_id: str, field: str, value: str, data_dir: Path, teller: Teller) -> None:
    """Write a FIELD of a record, and lock it: no load changes it from then on.

    VALUE is JSON, or a text as it stands; null takes the content away.
    """
    from officina_hub.portal.store.catalogue_curating import set_field

    write(data_dir, teller, set_field, record_id, field, _value(value))
    _say(teller, record_id, f"{field} is written and locked.")


@click.command(epilog=examples("officina catalogue lock ID title"))
@RECORD
@FIELD
@DATA_DIR
@answers
def lock(*, record_id: str, field: str, data_dir: Path, teller: Teller) -> None:
    """Keep a FIELD as it is now, whatever its source says later."""
    from officina_hub.portal.store.catalogue_curating import lock_field

    write(data_dir, teller, lock_field, record_id, field)
    _say(teller, record_id, f"{field} is locked.")


@click.command(epilog=examples("officina catalogue unlock ID title"))
@RECORD
@FIELD
@DATA_DIR
@answers
def unlock(*, record_id: str, field: str, data_dir: Path, teller: Teller) -> None:
    """Give a FIELD back to its source, with what that says of it now."""
    from officina_hub.portal.store.catalogue_curating import unlock_field

    write(data_dir, teller, unlock_field, record_id, field)
    _say(teller, record_id, f"{field} is its source's again.")


@click.command(epilog=examples("officina catalogue publish ID"))
@RECORD
@DATA_DIR
@answers
def publish(*, record_id: str, data_dir: Path, teller: Teller) -> None:
    """Let everybody find a record that was a draft or withdrawn."""
    from officina_hub.portal.store.catalogue_curating import set_state

    write(data_dir, teller, set_state, record_id, "published")
    _say(teller, record_id, "it is published.")


@click.command(epilog=examples("officina catalogue withdraw ID"))
@RECORD
@DATA_DIR
@answers
def withdraw(*, record_id: str, data_dir: Path, teller: Teller) -> None:
    """Take a record away from everybody. No load brings it back; `publish` does."""
    from officina_hub.portal.store.catalogue_curating import set_state

    write(data_dir, teller, set_state, record_id, "withdrawn")
    _say(teller, record_id, "it is withdrawn.")


def _value(text: str) -> Any:
    """A text that is no JSON means itself."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _say(teller: Teller, record_id: str, what: str) -> None:
    teller.result({"id": record_id}, (f"{record_id}: {what}",))
