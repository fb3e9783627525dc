"""``officina catalogue …``: what the catalogue holds and what goes into it."""

from __future__ import annotations

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    commands_in={
        "check": "officina_hub.cli.catalogue_check:check",
    },
    epilog=examples(
        "officina catalogue check open-data.ttl",
    ),
)
def catalogue() -> None:
    """Services, datasets and training that people can find."""
