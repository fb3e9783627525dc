"""``officina dataspace fetch``: the data of an agreement, and the terms beside it."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from officina_hub.cli.dataspace_negotiate import Way
from officina_hub.cli.dataspace_partner import (
    LISTEN,
    PATIENCE,
    REACHED_AT,
    host_and_port,
    with_partner,
)
from officina_hub.cli.examples import examples
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_hub.federation.dataspace.fetching_data import Arrived
    from officina_hub.federation.dataspace.partner import Partner
    from officina_hub.federation.dataspace.record import Record


@click.command(
    epilog=examples(
        "officina dataspace fetch https://connector.example.org prices.agreement.jsonld",
        "officina dataspace fetch energy prices.agreement.jsonld --as prices.csv",
    )
)
@with_partner
@click.argument("agreement", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--as",
    "name",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write. Default: beside the agreement, with its name and .data.",
)
@click.option(
    "--most-gb",
    type=click.FloatRange(0.001, 10_000),
    default=5.0,
    show_default=True,
    help="More gigabytes than that are not taken.",
)
@LISTEN
@REACHED_AT
@PATIENCE
@answers
def fetch(
    *,
    partner: Partner,
    agreement: Path,
    name: Path | None,
    most_gb: float,
    listen: str,
    reached_at: str,
    patience: float,
    teller: Teller,
) -> None:
    """Fetch the data that AGREEMENT is about from the provider WHO.

    AGREEMENT is the file that `officina dataspace negotiate` wrote; the data's checksum and the
    time are written into it.
    """
    from officina_hub.federation.dataspace.record import SUFFIX, read_record
    from officina_hub.federation.dataspace.who_agreed import check_who_agreed

    record = read_record(agreement)
    check_who_agreed(record, partner)
    target = name or agreement.with_name(agreement.name.removesuffix(SUFFIX) + ".data")
    beside = target.with_name(target.name + SUFFIX) if name else agreement
    _check_free(target)
    if beside.resolve() != agreement.resolve():
        _check_free(beside)
    way = Way(*host_and_port(listen), reached_at, patience)
    arrived = asyncio.run(_fetched(partner, record, target, way, most_gb, teller))
    kept = record.model_copy(
        update={
            "file": target.name,
            "bytes": arrived.bytes,
            "sha256": arrived.sha256,
            "fetched_at": datetime.now(UTC),
        }
    )
    kept.write(beside)
    answer = {
        "file": str(target),
        "bytes": arrived.bytes,
        "sha256": arrived.sha256,
        "agreement": str(beside),
    }
    teller.result(answer, _lines(answer))


def _check_free(target: Path) -> None:
    from officina_hub.errors import OfficinaError

    if target.exists():
        raise OfficinaError(
            f"{target} is there already.",
            "It may have come under another agreement.",
            "Move it away, or give another name with --as.",
        )


async def _fetched(
    partner: Partner, record: Record, target: Path, way: Way, most_gb: float, teller: Teller
) -> Arrived:
    from officina_hub.federation.dataspace.consumer import Consumer
    from officina_hub.federation.dataspace.fetching_data import fetch_data, limits_for
    from officina_hub.federation.dataspace.line import Line
    from officina_hub.federation.dataspace.listening import listening
    from officina_hub.federation.dataspace.shelf import FolderShelf

    line = Line()
    base = await asyncio.to_thread(line.base, partner)
    with tempfile.TemporaryDirectory(prefix="officina-") as folder:
        consumer = Consumer(
            line,
            FolderShelf(Path(folder)),
            changed=lambda process: teller.progress(f"{process.state.lower()} …"),
        )
        async with listening(
            consumer, partner, host=way.host, port=way.port, reached_at=way.reached_at
        ):
            return await fetch_data(
                consumer,
                partner,
                base,
                record.agreement.id,
                target,
                limits=limits_for(most_gb),
                stated=record.stated_sha256,
                seconds=way.patience,
            )


def _lines(answer: dict[str, Any]) -> Iterator[str]:
    yield f"Fetched {answer['bytes']:,} bytes into {answer['file']}"
    yield f"sha256 {answer['sha256']}"
    yield f"The terms lie beside it in {answer['agreement']}"
