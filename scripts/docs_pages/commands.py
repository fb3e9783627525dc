"""docs/reference/commands.md: every command with its help, options and examples."""

from __future__ import annotations

from collections.abc import Iterator

import click

from docs_pages.cells import cell, row
from officina_hub.cli.main import cli

HEAD = """\
# Commands

`officina COMMAND --help` says the same in the terminal. A command ends with 0 when it did what it
was asked for, with 1 when it could not and said why, and with 2 when it was called wrongly.

With `--json`, for programs, standard output is one JSON document, and progress goes to standard
error. Where there is no answer the document is `{"error": "…", "code": "…"}`: the sentence, and the
stable code or null. The exit code stays as it is without `--json`; a call that was wrong (2) has no
document. `officina up --json` goes on, so it writes a line for each event.

This page is made from the code; change the help there.
"""


def commands_page() -> str:
    """The whole page."""
    context = click.Context(cli, info_name="officina")
    return HEAD + "".join(_command(cli, context))


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"\n## {context.command_path}\n\n```\n{context.command_path} {usage}\n```\n"
    yield f"\n{_paragraphs(command)}\n"
    options = [one for one in command.params if isinstance(one, click.Option)]
    if options:
        yield "\n| option | meaning |\n|---|---|\n"
        yield from (_option(option, context) for option in options)
    if command.epilog:
        yield f"\n```\n{_examples(command.epilog)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _command(inner, click.Context(inner, info_name=name, parent=context))


def _paragraphs(command: click.Command) -> str:
    lines = (command.help or "").strip().splitlines()
    return "\n".join(line.strip() for line in lines)


def _examples(epilog: str) -> str:
    lines = epilog.lstrip("\b\n").splitlines()
    return "\n".join(line.removeprefix("  ") for line in lines if line != "Examples:")


def _option(option: click.Option, context: click.Context) -> str:
    name, words = option.get_help_record(context) or ("", "")
    return row(f"`{name}`", cell(words))
