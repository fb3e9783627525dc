"""``officina federation …``: what is shared with others, what comes from them, whom to believe."""

from __future__ import annotations

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    commands_in={
        "admit": "officina_hub.cli.federation_members:admit",
        "check": "officina_hub.cli.federation_check:check",
        "harvest": "officina_hub.cli.federation_harvest:harvest",
        "init": "officina_hub.cli.federation_init:init",
        "keys": "officina_hub.cli.federation_keys:keys",
        "peers": "officina_hub.cli.federation_peers:peers",
        "publish": "officina_hub.cli.federation_publish:publish",
        "remove": "officina_hub.cli.federation_members:remove",
        "rotate": "officina_hub.cli.federation_rotate:rotate",
        "status": "officina_hub.cli.federation_status:status",
        "take": "officina_hub.cli.federation_take:take",
        "trust": "officina_hub.cli.federation_trust:trust",
    },
    epilog=examples(
        "officina federation init",
        "officina federation publish",
        "officina federation status",
        "officina federation trust https://north.example.org/services/officina/federation/",
        "officina federation harvest north",
    ),
)
def federation() -> None:
    """Share with other factories, signed, and bring what they publish into the catalogue.

    For operators, on the hub node: all of it works on the data folder itself. Peers stand in
    `[[peers]]` of factory.toml.
    """
