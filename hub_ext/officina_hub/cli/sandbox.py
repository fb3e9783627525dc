"""``officina sandbox …``: what this machine can do to keep other people's code apart."""

from __future__ import annotations

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    commands_in={"check": "officina_hub.cli.sandbox_check:check"},
    epilog=examples(
        "officina sandbox check",
    ),
)
def sandbox() -> None:
    """Learn how submissions and sessions are kept apart here."""
