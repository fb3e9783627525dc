"""``officina course …``: a course from an empty folder to the portal."""

from __future__ import annotations

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    commands_in={
        "build": "officina_hub.cli.course_build:build",
        "check": "officina_hub.cli.course_check:check",
        "environment": "officina_hub.cli.course_environment:environment",
        "import": "officina_hub.cli.course_import:import_",
        "list": "officina_hub.cli.course_list:list_",
        "new": "officina_hub.cli.course_new:new",
        "parameters": "officina_hub.cli.course_parameters:parameters",
        "publish": "officina_hub.cli.course_publish:publish",
        "regrade": "officina_hub.cli.course_regrade:regrade",
        "run": "officina_hub.cli.course_run:run",
    },
    epilog=examples(
        "officina course new gpu-basics --title 'GPU basics'",
        "officina course build gpu-basics",
        "officina course check gpu-basics",
        "officina course environment build gpu-basics",
        "officina course publish gpu-basics",
        "officina course import ~/nbgrader-course ./my-course",
        "officina course list --search gpu",
        "officina course run gpu-basics --matrix seed=1,2,3",
        "officina course regrade gpu-basics first-kernel",
    ),
)
def course() -> None:
    """Make, build, check, run, publish, import, list and re-grade courses, and their Pythons."""
