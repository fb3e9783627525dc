"""``officina session …``: a session of one's own, and those of a class."""

from __future__ import annotations

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    commands_in={
        "continue": "officina_hub.cli.session_continue:continue_",
        "prestart": "officina_hub.cli.session_prestart:prestart",
    },
    epilog=examples(
        "officina session continue train.ipynb --minutes 240 --gpus 1",
        "officina session prestart gpu-basics --profile gpu --minutes 90",
    ),
)
def session() -> None:
    """Go on after the end of a session, or prepare those of a class."""
