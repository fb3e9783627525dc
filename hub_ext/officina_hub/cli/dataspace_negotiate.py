"""``officina dataspace negotiate``: terms are shown, somebody agrees, and the agreement is kept."""

from __future__ import annotations

import asyncio
import getpass
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from officina_hub.cli.dataspace_partner import (
    LISTEN,
    PATIENCE,
    REACHED_AT,
    host_and_port,
    with_partner,
)
from officina_hub.cli.examples import examples
from officina_hub.cli.shown_names import folded, one_line
from officina_hub.cli.shown_terms import PLANNED, planned_use, term_lines
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_hub.federation.dataspace.catalogue import Dataset
    from officina_hub.federation.dataspace.partner import Partner
    from officina_hub.federation.dataspace.policies import Policy
    from officina_hub.federation.dataspace.processes import Negotiation
    from officina_hub.federation.dataspace.record import Record
    from officina_hub.federation.dataspace.terms import Use


class Way(NamedTuple):
    """How the provider's answers come, and how long they are waited for."""

    host: str
    port: int
    reached_at: str
    patience: float


@click.command(
    epilog=examples(
        "officina dataspace negotiate https://connector.example.org urn:uuid:… --purpose research",
        "officina dataspace negotiate energy urn:uuid:… --purpose research --country FI --agree",
    )
)
@with_partner
@click.argument("dataset")
@PLANNED
@click.option("--offer", default="", metavar="ID", help="Which of its offers. Default: the first.")
@click.option(
    "--into",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    show_default="the present folder",
    help="The folder for the agreement.",
)
@click.option("--agree", is_flag=True, help="Agree without being asked, if every term is clear.")
@click.option(
    "--decided-by",
    default="",
    metavar="NAME",
    help="Who has read the terms that a machine cannot judge, and decided that they are fine.",
)
@LISTEN
@REACHED_AT
@PATIENCE
@answers
def negotiate(
    *,
    partner: Partner,
    dataset: str,
    offer: str,
    into: Path,
    agree: bool,
    decided_by: str,
    listen: str,
    reached_at: str,
    patience: float,
    teller: Teller,
    **planned: Any,
) -> None:
    """Agree with the provider WHO on the terms of DATASET, and keep the agreement as a file.

    The terms are shown first. What they forbid for the planned use is never agreed to; what a
    machine cannot judge needs the name of a person with --decided-by.
    """
    from officina_hub.federation.dataspace.line import Line
    from officina_widgets.data_wire import data_file_name

    use = planned_use(partner, planned)
    line = Line()
    base = line.base(partner)
    found = line.dataset(partner, base, dataset)
    chosen = _offer(found, offer)
    title = f"Dataset: {one_line(found.title)}"
    for text in (title, *term_lines(chosen, use, datetime.now(UTC))):
        for line_of_it in folded(text):
            teller.progress(line_of_it)
    _check(chosen, use, decided_by)
    if not (agree or decided_by):
        _ask()
    way = Way(*host_and_port(listen), reached_at, patience)
    agreed = asyncio.run(_negotiated(partner, base, chosen, found.id, way, teller))
    record = _record(agreed, found, partner, decided_by)
    path = record.write_new(into, data_file_name(found.title))
    answer = {"agreement": record.agreement.id, "file": str(path), "title": found.title}
    teller.result(answer, _lines(answer))


def _offer(dataset: Dataset, id: str) -> Policy:  # noqa: A002
    from officina_hub.errors import OfficinaError

    for each in dataset.has_policy:
        if id in {"", each.id}:
            return each
    ids = ", ".join(one_line(each.id) for each in dataset.has_policy)
    raise OfficinaError(
        f"{one_line(dataset.id)} has no offer {id!r}, but: {ids}.",
        "Each offer has terms of its own.",
        "Give one of these with --offer, or none for the first.",
    )


def _check(policy: Policy, use: Use, decided_by: str) -> None:
    """Raise where nobody may agree, or nobody has decided."""
    from officina_hub.federation.dataspace.errors import TermsRefused
    from officina_hub.federation.dataspace.terms import Answer, judge

    answer = judge(policy, use, datetime.now(UTC)).answer
    if answer is Answer.NO:
        raise TermsRefused(
            "The terms do not allow what is planned: look at the lines with -.",
            "Whoever agrees all the same breaks the contract with the first use.",
            "Plan it otherwise (--purpose, --country, --action), or ask for other terms.",
        )
    if answer is Answer.UNKNOWN and not decided_by:
        raise TermsRefused(
            "Nobody but a person can tell whether the terms allow it: look at the lines with ?.",
            "What is not understood is not agreed to by itself.",
            "Say more about the use (--purpose, --country, --action). Else have somebody who may "
            "sign for you read them, and give that person's name with --decided-by.",
        )


def _ask() -> None:
    """Whoever sits at the terminal agrees in person, and nobody else."""
    from officina_hub.federation.dataspace.errors import TermsRefused

    if sys.stdin.isatty() and click.confirm("Do you agree to these terms?", err=True):
        return
    raise TermsRefused(
        "Nobody agreed to the terms.",
        "An agreement binds whoever makes it.",
        "Answer y at a terminal, or give --agree.",
    )


async def _negotiated(
    partner: Partner, base: str, offer: Policy, target: str, way: Way, teller: Teller
) -> Negotiation:
    from officina_hub.federation.dataspace.consumer import Consumer
    from officina_hub.federation.dataspace.errors import Ended
    from officina_hub.federation.dataspace.fetching_data import ended
    from officina_hub.federation.dataspace.line import Line
    from officina_hub.federation.dataspace.listening import listening
    from officina_hub.federation.dataspace.shelf import FolderShelf

    with tempfile.TemporaryDirectory(prefix="officina-") as folder:
        consumer = Consumer(
            Line(),
            FolderShelf(Path(folder)),
            changed=lambda process: teller.progress(f"{process.state.lower()} …"),
        )
        async with listening(
            consumer, partner, host=way.host, port=way.port, reached_at=way.reached_at
        ):
            begun = await consumer.negotiate(partner, base, offer, target)
            try:
                last = await consumer.until(
                    partner, "negotiations", begun.pid, seconds=way.patience
                )
            except TimeoutError:
                await consumer.give_up(partner, "negotiations", begun.pid, "No answer in time.")
                raise Ended(
                    f"No answer of {partner.name} came within {way.patience:g} seconds.",
                    "The negotiation was ended, so nothing was agreed.",
                    "Look whether the provider reaches this machine (--listen, --reached-at); "
                    "wait longer with --patience.",
                    process=begun,
                ) from None
    if last.state != "FINALIZED":
        raise ended(last, partner)
    return last  # type: ignore[return-value]


def _record(
    negotiation: Negotiation, dataset: Dataset, partner: Partner, decided_by: str
) -> Record:
    from officina_hub.federation.dataspace.record import Record

    agreement = negotiation.agreement or negotiation.offer
    return Record(
        agreement=agreement,
        title=dataset.title,
        provider=agreement.assigner or partner.name,
        address=partner.address,
        agreed_by=decided_by or getpass.getuser(),
        agreed_at=negotiation.changed_at,
        stated_sha256=dataset.pulled.sha256 if dataset.pulled else "",
    )


def _lines(answer: dict[str, Any]) -> Iterator[str]:
    yield f"Agreed: {one_line(answer['title'])}"
    yield f"The agreement {one_line(answer['agreement'])} is kept in {answer['file']}"
    yield "Fetch the data with: officina dataspace fetch WHO " + answer["file"]
