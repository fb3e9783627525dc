"""``officina federation peers``: who stands in factory.toml, and how the last harvest went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from officina_hub.cli.catalogue_place import opened
from officina_hub.cli.examples import examples
from officina_hub.cli.federation_harvest import factory_of
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_hub.factory.peers import Peer

NONE = (
    "No peers. Add a [[peers]] table to factory.toml: docs/reference/settings.md has examples, and "
    "officina federation trust URL fetches what is needed to believe another factory."
)


@click.command(epilog=examples("officina federation peers", "officina federation peers --json"))
@DATA_DIR
@answers
def peers(*, data_dir: Path, teller: Teller) -> None:
    """Show the peers of factory.toml, with the verdict and figures of their last harvest."""
    from officina_hub.portal.store.federation_harvests import peer_rows

    factory = factory_of(data_dir)
    with opened(data_dir) as place, place.database.reading() as session:
        rows = peer_rows(session)
    told = [_told(peer, rows.get(peer.id)) for peer in factory.peers]
    teller.result(told, _lines(told))


def _told(peer: Peer, row: Any) -> dict[str, Any]:
    report = row.report if row else {}
    return {
        "id": peer.id,
        "title": peer.name,
        "kind": peer.kind,
        "address": peer.address,
        "verdict": row.verdict if row and row.ended_at else None,
        "harvested_at": row.ended_at.isoformat() if row and row.ended_at else None,
        "figures": report.get("figures"),
    }


def _lines(told: Iterable[dict[str, Any]]) -> Iterator[str]:
    told = list(told)
    if not told:
        yield NONE
    for each in told:
        when = each["harvested_at"] or "never harvested"
        verdict = f", {each['verdict']}" if each["verdict"] else ""
        yield f"{each['id']}  {each['kind']}  {each['address']}"
        yield f"    {when[:19]}{verdict}"
