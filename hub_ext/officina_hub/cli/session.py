"""``officina session …``: what a person does about a session of their own, from its terminal."""

from __future__ import annotations

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    commands_in={"continue": "officina_hub.cli.session_continue:continue_"},
    epilog=examples("officina session continue train.ipynb --minutes 240 --gpus 1"),
)
def session() -> None:
    """Go on after the end of a session."""
