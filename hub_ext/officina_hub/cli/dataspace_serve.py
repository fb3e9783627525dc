"""``officina dataspace serve``: a Data Lab's own files, under its own terms, for its partners."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_hub.cli.dataspace_partner import LISTEN, REACHED_AT, host_and_port
from officina_hub.cli.examples import examples
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.teller import Teller, answers
from officina_hub.errors import OfficinaError

if TYPE_CHECKING:
    from officina_hub.federation.dataspace.offers import OffersFolder
    from officina_hub.federation.dataspace.partner import Partner


@click.command(
    epilog=examples(
        "officina dataspace serve /srv/data-lab --listen 127.0.0.1:9090 "
        "--reached-at https://hub.example.org/dataspace",
    )
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@LISTEN
@REACHED_AT
@DATA_DIR
@answers
def serve(*, folder: Path, listen: str, reached_at: str, data_dir: Path, teller: Teller) -> None:
    """Offer the files of FOLDER under the terms of its offers.toml, until it is stopped.

    Whoever may ask stands in `[[dataspaces]]` of factory.toml, with an `expects_file`. What was
    agreed is kept in the data folder. TLS is the business of the proxy before it.
    """
    from officina_hub.data_folder import DataFolder
    from officina_hub.factory import load_factory
    from officina_hub.federation.dataspace.offers import OffersFolder
    from officina_hub.federation.dataspace.partners import partner_of

    data = DataFolder(data_dir)
    data.check_is_one()
    known = load_factory(data.factory_toml).dataspaces if data.factory_toml.exists() else ()
    partners = [partner_of(each) for each in known if each.expects_file]
    if not partners:
        raise OfficinaError(
            "No partner in factory.toml has an expects_file.",
            "Nobody could prove who asks, so nobody would get anything.",
            "Add a [[dataspaces]] table with the token that the partner will show.",
        )
    offers = OffersFolder(folder)
    asyncio.run(_served(offers, partners, data.dataspace, listen, reached_at, teller))


async def _served(
    offers: OffersFolder,
    partners: list[Partner],
    kept: Path,
    listen: str,
    reached_at: str,
    teller: Teller,
) -> None:
    from officina_hub.federation.dataspace.line import Line
    from officina_hub.federation.dataspace.provider import Provider
    from officina_hub.federation.dataspace.providing import BASE, providing
    from officina_hub.federation.dataspace.shelf import FolderShelf

    provider = Provider(Line(), FolderShelf(kept), offers=offers, base="")
    host, port = host_and_port(listen)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with providing(provider, partners, host=host, port=port) as found:
        root = reached_at.rstrip("/") or f"http://{host}:{found}"
        provider.base = root + BASE
        answer = {"address": root, "datasets": len(offers.said.datasets)}
        teller.result(answer, [f"Offering {answer['datasets']} datasets at {root}"])
        await stopped.wait()
