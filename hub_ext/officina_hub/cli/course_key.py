"""``officina course key …``: the keys that packages are signed with."""

from __future__ import annotations

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    commands_in={
        "new": "officina_hub.cli.course_key_new:new",
        "show": "officina_hub.cli.course_key_show:show",
    },
    epilog=examples(
        "officina course key new ~/.config/officina/keys/lumi",
        "officina course key show ~/.config/officina/keys/lumi.pub",
    ),
)
def key() -> None:
    """Make the keys that course packages are signed with, and show which key is which."""
