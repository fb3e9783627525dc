"""``officina dataspace …``: data that comes under terms, and data of one's own for others."""

from __future__ import annotations

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    commands_in={
        "catalogue": "officina_hub.cli.dataspace_catalogue:catalogue",
        "fetch": "officina_hub.cli.dataspace_fetch:fetch",
        "negotiate": "officina_hub.cli.dataspace_negotiate:negotiate",
        "serve": "officina_hub.cli.dataspace_serve:serve",
    },
    epilog=examples(
        "officina dataspace catalogue https://connector.example.org",
        "officina dataspace negotiate https://connector.example.org urn:uuid:… --purpose research",
        "officina dataspace fetch https://connector.example.org prices.agreement.jsonld",
        "officina dataspace serve /srv/data-lab --listen 127.0.0.1:9090",
    ),
)
def dataspace() -> None:
    """Get data from a data space, and offer one's own, over the Dataspace Protocol 2025-1.

    WHO is the address of a provider's connector, or the id of a partner in `[[dataspaces]]` of
    factory.toml.
    """
