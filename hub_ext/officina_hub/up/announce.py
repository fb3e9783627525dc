"""What the supervisor says while it works: to people in lines, to machines in JSON lines."""

from __future__ import annotations

import json
import os
from typing import Protocol

import click

from officina_hub.demo_accounts import DemoAccounts

COURSES_ON_THE_WAY = "The shipped courses are being prepared and will appear in a minute."


def say(text: str, *, err: bool = False) -> None:
    """Print a line; when nobody listens any more, go on in silence: the stopping must be done."""
    try:
        click.echo(text, err=err)
    except OSError:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 2 if err else 1)
        os.close(silence)


class Announcer(Protocol):
    """Whoever listens to the supervisor."""

    def step(self, name: str, text: str) -> None:
        """Something begins or is done."""

    def warn(self, name: str, text: str) -> None:
        """Something is not as it should be, and it goes on."""

    def ready(self, address: str, accounts: DemoAccounts | None, text: str) -> None:
        """People can come."""

    def stopped(self) -> None:
        """Nothing is left."""

    def failed(self, text: str) -> None:
        """It cannot start or go on."""


class Lines:
    """For people at a terminal."""

    def step(self, name: str, text: str) -> None:
        say(f"  {text}")

    def warn(self, name: str, text: str) -> None:
        say(click.style(f"  Note: {text}", fg="yellow"), err=True)

    def ready(self, address: str, accounts: DemoAccounts | None, text: str) -> None:
        say("")
        say("Officina is ready. Open " + click.style(address, bold=True))
        if accounts is not None:
            say("")
            say("  name      password              does")
            for account in accounts.accounts:
                say(f"  {account.name:<9} {account.password:<21} {account.does}")
        say("")
        if text:
            say(text)
        say("Stop with Ctrl-C. Everything is kept for the next start.")

    def stopped(self) -> None:
        say("Stopped; no process is left.")

    def failed(self, text: str) -> None:
        say(click.style("Error: ", fg="red") + text, err=True)


class JsonLines:
    """For machines: one object a line."""

    def step(self, name: str, text: str) -> None:
        self._write(event="step", name=name, text=text)

    def warn(self, name: str, text: str) -> None:
        self._write(event="warning", name=name, text=text)

    def ready(self, address: str, accounts: DemoAccounts | None, text: str) -> None:
        people = [account.model_dump() for account in accounts.accounts] if accounts else []
        self._write(event="ready", address=address, accounts=people, text=text)

    def stopped(self) -> None:
        self._write(event="stopped")

    def failed(self, text: str) -> None:
        self._write(event="error", text=text)

    def _write(self, **event: object) -> None:
        say(json.dumps(event))
