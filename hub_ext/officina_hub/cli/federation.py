"""``officina federation …``: what comes from others, and whom to believe."""

from __future__ import annotations

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    commands_in={
        "harvest": "officina_hub.cli.federation_harvest:harvest",
        "peers": "officina_hub.cli.federation_peers:peers",
        "trust": "officina_hub.cli.federation_trust:trust",
    },
    epilog=examples(
        "officina federation peers",
        "officina federation harvest north",
        "officina federation trust https://north.example.org/services/officina/federation/",
    ),
)
def federation() -> None:
    """Bring what other factories publish into this one's catalogue.

    For operators, on the hub node: all of it works on the data folder itself. Peers stand in
    `[[peers]]` of factory.toml.
    """
