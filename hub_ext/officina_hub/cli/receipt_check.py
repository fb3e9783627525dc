"""``officina receipt check``: the portal's word on a receipt that somebody shows."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.teller import Teller, answers


@click.command(
    epilog=examples(
        "officina receipt check receipt-7.json",
        "officina receipt check receipt-7.json --data-dir /var/lib/officina --json",
    )
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@DATA_DIR
@answers
def check(*, file: Path, data_dir: Path, teller: Teller) -> None:
    """Check the receipt in FILE: the signature, the submission, and each of its files.

    For operators: it reads the key and the records in the data folder, and changes nothing.
    """
    from officina_hub.data_folder import DataFolder
    from officina_hub.receipt_check import check_receipt, read_receipt

    receipt = read_receipt(file)
    findings = check_receipt(DataFolder(data_dir), receipt)
    line = (
        f"The receipt is good: {receipt.user} handed in {receipt.exercise_id} of "
        f"{receipt.course_id} at {receipt.received_at.isoformat()}, and every file is here."
    )
    if findings:
        line = f"The receipt is not good: {'; '.join(findings)}."
    teller.result({"is_good": not findings, "findings": findings}, (line,))
    if findings:
        sys.exit(1)
