"""``officina federation publish``: what others harvest, brought up to date and signed."""

from __future__ import annotations

from pathlib import Path

import click

from officina_hub.cli.catalogue_place import opened
from officina_hub.cli.examples import examples
from officina_hub.cli.federation_place import KEYS, check_address, share
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.teller import Teller, answers


@click.command(
    epilog=examples(
        "officina federation publish",
        "officina federation publish --key /media/stick/root.pem --key /media/stick/targets.pem",
    )
)
@KEYS
@DATA_DIR
@answers
def publish(*, keys: tuple[Path, ...], data_dir: Path, teller: Teller) -> None:
    """Bring what this factory publishes up to date, and sign it. Run it at least once a day.

    Feed, catalogue, pages of courses and the packages of shared courses are made in the folder
    federation/published of the data folder. The portal serves it; any other web server may, too.
    Where nothing changed, only the timestamp is signed anew. A reader sees each file whole.
    """
    from officina_hub.data_folder import DataFolder
    from officina_hub.federation.publishing import publish as publish_folder
    from officina_hub.portal.blobs import BlobStore
    from officina_hub.portal.store.catalogue_read import count_published
    from officina_hub.portal.store.federation_content import content_for_peers, offering_of

    at = share(data_dir)
    check_address(at.identity)
    blobs = BlobStore(DataFolder(data_dir).portal / "blobs")
    with opened(data_dir) as place, place.database.reading() as session:
        content = content_for_peers(session, blobs, at.identity.shared_courses, at.peers)
        with teller.bar("Publishing", count_published(session)) as done:
            told = publish_folder(
                at.place,
                offering_of(at.identity, at.profiles, at.levels),
                content,
                at.place.keyring(*keys),
                at.now,
                done,
            )
    lines = [
        f"{told.records} records and {told.packages} course packages are published in "
        f"{at.place.published}.",
        f"New: {told.created}, changed: {told.updated}, gone: {told.deleted}.",
    ]
    teller.result(told, lines if told.signed else [*lines, "Only the timestamp was signed anew."])
