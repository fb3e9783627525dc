"""``officina course environment …``: the Pythons of courses that have packages of their own."""

from __future__ import annotations

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    commands_in={
        "build": "officina_hub.cli.course_environment_build:build",
        "list": "officina_hub.cli.course_environment_list:list_",
        "lock": "officina_hub.cli.course_environment_lock:lock",
        "remove": "officina_hub.cli.course_environment_remove:remove",
    },
    epilog=examples(
        "officina course environment lock my-course",
        "officina course environment build my-course",
        "officina course environment list",
    ),
)
def environment() -> None:
    """Lock, build, list and remove the Pythons of courses with packages of their own."""
