"""``officina receipt …``: whether a receipt is genuine, and the hash that it names."""

from __future__ import annotations

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    commands_in={
        "check": "officina_hub.cli.receipt_check:check",
        "hash": "officina_hub.cli.receipt_hash:hash_",
    },
    epilog=examples(
        "officina receipt check receipt-7.json",
        "officina receipt hash ~/first-steps/01-welcome",
    ),
)
def receipt() -> None:
    """Check receipts of submissions."""
