"""``officina graders …``: graders that are jobs of Slurm."""

from __future__ import annotations

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    commands_in={
        "keep": "officina_hub.cli.graders_keep:keep",
        "show": "officina_hub.cli.graders_show:show",
        "work": "officina_hub.cli.graders_work:work",
    },
    epilog=examples(
        "officina graders keep --data-dir /var/lib/officina    submit as many as the work needs",
        "officina graders show --data-dir /var/lib/officina    how many there are, and what is "
        "wrong",
    ),
)
def graders() -> None:
    """Grade on the machines of a cluster, by [grading] kind = "slurm" in factory.toml."""
