"""The door of the command line: which commands there are, and how an error is told."""

from __future__ import annotations

import sys

import click

from officina_courses.late_grammars import grammars_later
from officina_hub.cli.examples import examples
from officina_hub.cli.explained import explained
from officina_hub.cli.lazy import LazyGroup

EXAMPLES = examples(
    "officina up                          everything on this machine, at 127.0.0.1:8000",
    "officina up --check                  what is missing, without starting",
    "officina course new my-course        a course folder to begin with",
    "officina course check my-course      what must be mended before publishing",
    "officina course publish my-course    hand it to the portal",
)


@click.group(
    cls=LazyGroup,
    commands_in={
        "catalogue": "officina_hub.cli.catalogue:catalogue",
        "check": "officina_hub.cli.check:check",
        "course": "officina_hub.cli.course:course",
        "dataspace": "officina_hub.cli.dataspace:dataspace",
        "db": "officina_hub.cli.db:db",
        "factory": "officina_hub.cli.factory:factory",
        "federation": "officina_hub.cli.federation:federation",
        "grade": "officina_hub.cli.grade:grade",
        "grader": "officina_hub.cli.grader:grader",
        "graders": "officina_hub.cli.graders:graders",
        "portal": "officina_hub.cli.portal:portal",
        "receipt": "officina_hub.cli.receipt:receipt",
        "sandbox": "officina_hub.cli.sandbox:sandbox",
        "session": "officina_hub.cli.session:session",
        "up": "officina_hub.cli.up:up",
        "version": "officina_hub.cli.version:version",
    },
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EXAMPLES,
)
def cli() -> None:
    """Officina: courses, grading and notebook sessions of an AI Factory."""


def main() -> None:
    """Run the command line; what is ours to explain is a sentence and an exit code, no trace."""
    grammars_later()
    try:
        cli()
    except Exception as error:
        sentence = explained(error)
        if sentence is None:
            raise
        click.echo(f"Error: {sentence}", err=True)
        sys.exit(1)
