"""``officina federation check``: this factory and its peers by the common standard, and kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_hub.cli.catalogue_place import opened
from officina_hub.cli.examples import examples
from officina_hub.cli.federation_harvest import factory_of
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.shown_names import plain
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_hub.portal.checking_factories import Looked


@click.command(epilog=examples("officina federation check", "officina federation check --json"))
@DATA_DIR
@answers
def check(*, data_dir: Path, teller: Teller) -> None:
    """Look at this factory and its peers by the common service standard, and keep what was found.

    The portal does the same once a day; Operate → Federation → Factories side by side shows it.
    What officina factory check tells of one factory is kept of each. It ends with 1 where an item
    is missed, or a factory could not be looked at.
    """
    from officina_hub.data_folder import DataFolder
    from officina_hub.federation.place import FederationPlace
    from officina_hub.portal.checking_factories import look_at, targets_of
    from officina_hub.portal.harvesting import agent
    from officina_hub.portal.store.federation_checks import keep_check

    factory = factory_of(data_dir)
    place = FederationPlace(DataFolder(data_dir).federation)
    looked = []
    with opened(data_dir) as catalogue:
        for target in targets_of(factory.factory, factory.peers, place):
            with teller.steps(f"Looking at {target.factory}"):
                one = look_at(target, datetime.now(UTC), agent(factory.factory.contact))
            with catalogue.database.writing() as session:
                keep_check(session, target.id, one.at, one.report, one.why)
            looked.append(one)
    teller.result([_told(one) for one in looked], _lines(looked))
    if not all(one.report and one.report.is_met for one in looked):
        sys.exit(1)


def _told(one: Looked) -> dict[str, object]:
    report = one.report.model_dump(mode="json") if one.report else None
    return {"factory": one.target.factory, "report": report, "why": one.why}


def _lines(looked: Sequence[Looked]) -> Iterator[str]:
    for one in looked:
        if one.report is None:
            yield plain(f"{one.target.name}: {one.why}")
            continue
        missed = [item.id for item in one.report.items if item.state == "missed"]
        met = sum(item.state == "met" for item in one.report.items)
        yield plain(f"{one.target.name}: {met} met, missed: {', '.join(missed) or 'nothing'}")
    if not looked:
        yield "There is no factory to look at: this one does not publish, and no peer is one."
