"""``officina factory …``: a factory looked at from outside."""

from __future__ import annotations

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    commands_in={"check": "officina_hub.cli.factory_check:check"},
    epilog=examples(
        "officina factory check https://north.example.org/services/officina/",
    ),
)
def factory() -> None:
    """Look at a factory, one's own or another, as everybody sees it."""
