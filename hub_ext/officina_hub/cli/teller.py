"""Who speaks for a command: to people in lines of text, to programs in one JSON document.

``answers`` makes the teller at the command's door, so that nothing behind it asks which it is.
Only the answer goes to standard output; what happens meanwhile goes to standard error.
"""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import click

from officina_hub.cli.explained import is_explained

if TYPE_CHECKING:
    from officina_hub.up.announce import Announcer

OPTION = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")


class Teller(Protocol):
    """Whoever waits for the command's answer."""

    def progress(self, text: str) -> None:
        """Something goes on and takes its time."""

    def bar(self, label: str, length: int) -> AbstractContextManager[Callable[[int], None]]:
        """Something goes on whose length is known; gives what is told how much is done."""

    def steps(self, label: str) -> AbstractContextManager[Callable[[int, int, str], None]]:
        """As a bar, whose length is known later; gives what is told how much of it, and which."""

    def result(self, answer: object, lines: Iterable[str]) -> None:
        """The one answer: a model or plain data, and the same as lines to read."""

    def announcer(self) -> Announcer:
        """Who tells of what goes on and on, where one answer at the end would come too late."""

    def failed(self, error: Exception) -> None:
        """There is no answer; the error's sentence is told at the door of the command line."""


class Text:
    """For people at a terminal."""

    def progress(self, text: str) -> None:
        click.echo(text, err=True)

    @contextmanager
    def bar(self, label: str, length: int) -> Iterator[Callable[[int], None]]:
        with click.progressbar(length=length, label=label, file=sys.stderr) as drawn:
            yield lambda done: drawn.update(done - drawn.pos)

    @contextmanager
    def steps(self, label: str) -> Iterator[Callable[[int, int, str], None]]:
        drawn: Any = click.progressbar(
            length=0, label=label, file=sys.stderr, item_show_func=lambda step: step or ""
        )

        def tell(done: int, of: int, step: str) -> None:
            drawn.length = of
            drawn.update(done - drawn.pos, step)

        with drawn:
            yield tell

    def result(self, answer: object, lines: Iterable[str]) -> None:
        for line in lines:
            click.echo(line)

    def announcer(self) -> Announcer:
        from officina_hub.up.announce import Lines

        return Lines()

    def failed(self, error: Exception) -> None:
        pass


class Json:
    """For programs: one document on standard output, also when there is no answer."""

    def progress(self, text: str) -> None:
        click.echo(text, err=True)

    @contextmanager
    def bar(self, label: str, length: int) -> Iterator[Callable[[int], None]]:
        yield lambda done: None

    @contextmanager
    def steps(self, label: str) -> Iterator[Callable[[int, int, str], None]]:
        yield lambda done, of, step: None

    def result(self, answer: object, lines: Iterable[str]) -> None:
        from pydantic_core import to_json

        click.echo(to_json(answer))

    def announcer(self) -> Announcer:
        from officina_hub.up.announce import JsonLines

        return JsonLines()

    def failed(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        click.echo(json.dumps({"error": str(error).strip(), "code": code}))


def answers(command: Callable[..., None]) -> Callable[..., None]:
    """The option ``--json``; the command is given the ``teller`` that it chooses."""

    @functools.wraps(command)
    def told(*, as_json: bool, **arguments: Any) -> None:
        teller: Teller = Json() if as_json else Text()
        try:
            command(teller=teller, **arguments)
        except Exception as error:
            if is_explained(error):
                teller.failed(error)
            raise

    return OPTION(told)
