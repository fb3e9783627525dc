"""``officina catalogue snapshot``: what everybody may find, as one file to search elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from officina_hub.cli.catalogue_place import opened
from officina_hub.cli.examples import examples
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.teller import Teller, answers


@click.command(
    epilog=examples(
        "officina catalogue snapshot /srv/officina/catalogue.jsonl.gz",
        "officina catalogue snapshot catalogue.jsonl --json",
    )
)
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@DATA_DIR
@answers
def snapshot(*, file: Path, data_dir: Path, teller: Teller) -> None:
    """Write the published records into FILE, which finders in notebooks search by themselves.

    It has 10,000 records at most, is signed with this hub's key, and is compressed where its name
    ends in .gz. Sessions use it while the portal is away where catalogue_snapshot in factory.toml
    names it.
    """
    from officina_hub.catalogue_key import public_key, signing_key
    from officina_hub.data_folder import DataFolder
    from officina_hub.portal.store.catalogue_read import count_published, published_records
    from officina_widgets.finding.snapshot import write_snapshot

    secrets = DataFolder(data_dir).secrets
    with opened(data_dir) as place, place.database.reading() as session:
        total = count_published(session)
        written = write_snapshot(
            file,
            published_records(session),
            as_of=datetime.now(UTC),
            sign=signing_key(secrets).sign,
        )
    left = total - written
    key = public_key(secrets)
    lines = [f"{written} records are in {file}, signed. The public key is {key}"]
    lines += [f"{left} are not: a snapshot has 10,000 at most."] if left else []
    teller.result({"written": written, "left_out": left, "public_key": key}, lines)
