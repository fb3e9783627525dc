"""Terms at a terminal: what is planned, and each rule in plain words with whether it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import click

from officina_hub.cli.shown_names import one_line

if TYPE_CHECKING:
    from officina_hub.federation.dataspace.partner import Partner
    from officina_hub.federation.dataspace.policies import Policy
    from officina_hub.federation.dataspace.terms import Use

MARKS: Final = {"yes": "+", "no": "-", "unknown": "?"}


def PLANNED(command: Callable[..., None]) -> Callable[..., None]:  # noqa: N802 - as options are
    """What the data is wanted for."""
    for option in (
        click.option(
            "--action",
            "actions",
            multiple=True,
            metavar="WORD",
            help="What exactly is planned, in the words of ODRL, such as analyze or distribute. "
            "May be repeated. Default: use, which is all of them.",
        ),
        click.option(
            "--country", default="", metavar="CODE", help="Where it will be used, such as FI."
        ),
        click.option(
            "--purpose",
            default="",
            metavar="WORD",
            help="What it is for, in the word that the terms have for it.",
        ),
    ):
        command = option(command)
    return command


def planned_use(partner: Partner, planned: dict[str, Any]) -> Use:
    """Of the options above."""
    from officina_hub.federation.dataspace.terms import Use

    return Use(
        purpose=planned["purpose"],
        country=planned["country"],
        participant=partner.ourselves,
        has_other_names=True,
        actions=planned["actions"] or ("use",),
    )


def term_lines(policy: Policy, use: Use, now: datetime) -> Iterator[str]:
    """One line for each rule and each of its conditions."""
    from officina_hub.federation.dataspace.terms import clauses, judge

    for clause in clauses(policy, judge(policy, use, now)):
        yield f"{MARKS[clause.answer]} {one_line(str(clause.what))}"
        yield from (f"    {one_line(str(condition))}" for condition in clause.conditions)
