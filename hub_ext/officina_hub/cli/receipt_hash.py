"""``officina receipt hash``: the hash of a folder as receipts have it."""

from __future__ import annotations

from pathlib import Path

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.teller import Teller, answers


@click.command(
    name="hash",
    epilog=examples(
        "officina receipt hash ~/first-steps/01-welcome",
        "officina receipt hash downloaded-submission --json",
    ),
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@answers
def hash_(*, folder: Path, teller: Teller) -> None:
    """Print the SHA-256 of FOLDER, to be compared with `sha256` of a receipt.

    All files count, so take the folder as it was handed in.
    """
    from officina_hub.receipt_check import folder_hash

    sha256 = folder_hash(folder)
    teller.result({"sha256": sha256}, (sha256,))
