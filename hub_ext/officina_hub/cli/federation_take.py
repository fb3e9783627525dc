"""``officina federation take``: a member's signed part comes into the folder that is shared."""

from __future__ import annotations

from pathlib import Path

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.federation_place import share
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.teller import Teller, answers


@click.command(epilog=examples("officina federation take vtt /srv/from-vtt/published"))
@click.argument("factory", metavar="ID")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@DATA_DIR
@answers
def take(*, factory: str, folder: Path, data_dir: Path, teller: Teller) -> None:
    """Take what the member ID has signed, from FOLDER, into the folder that is shared.

    FOLDER is what that factory published, or a copy. It must be admitted here; its signature and
    every file are looked at first, and nothing is taken unless all of it is right.
    """
    from officina_hub.federation.taking import take_part

    at = share(data_dir)
    told = take_part(at.place, factory, folder, at.place.keyring(), at.now)
    lines = [
        f"{told.files} files of {factory} are in place, {told.changed} of them new or changed."
        if told.is_new
        else f"What {factory} signed is here already, or something newer is."
    ]
    teller.result(told, lines)
