"""What the supervisor says while it works: to people in lines, to machines in JSON lines."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Protocol

import click

from officina_hub.demo_accounts import DemoAccounts

JobsByCluster = Mapping[str, Sequence[str]]  # the numbers of their jobs; "" where not known yet

TO_END_THEM = (
    "They wait or run, and what they use is charged. Start Officina again to go on with them or "
    "to stop them on the page Launch; or cancel the jobs in the cluster."
)
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

    def stopped(self, going_on: JobsByCluster) -> None:
        """Nothing is left on this machine; these jobs of clusters go on."""

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

    def stopped(self, going_on: JobsByCluster) -> None:
        if not going_on:
            say("Stopped; no process is left.")
            return
        say("Stopped; no process is left on this machine.")
        for cluster, jobs in going_on.items():
            say(click.style(f"  {_goes_on(cluster, jobs)}", fg="yellow"))
        say(TO_END_THEM)

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

    def stopped(self, going_on: JobsByCluster) -> None:
        self._write(event="stopped", **({"going_on": going_on} if going_on else {}))

    def failed(self, text: str) -> None:
        self._write(event="error", text=text)

    def _write(self, **event: object) -> None:
        say(json.dumps(event))


def _goes_on(cluster: str, jobs: Sequence[str]) -> str:
    count = f"{len(jobs)} sessions go" if len(jobs) > 1 else "1 session goes"
    known = ", ".join(filter(None, jobs))
    return f"{count} on in the cluster {cluster}" + (f": job {known}." if known else ".")
