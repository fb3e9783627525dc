"""``officina dataspace catalogue``: what a provider offers, and under which terms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from officina_hub.cli.dataspace_partner import with_partner
from officina_hub.cli.examples import examples
from officina_hub.cli.shown_names import folded, one_line
from officina_hub.cli.shown_terms import PLANNED, planned_use, term_lines
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_hub.federation.dataspace.partner import Partner


@click.command(
    epilog=examples(
        "officina dataspace catalogue https://connector.example.org",
        "officina dataspace catalogue energy --purpose research --country FI --json",
    )
)
@with_partner
@PLANNED
@answers
def catalogue(*, partner: Partner, teller: Teller, **planned: Any) -> None:
    """List the datasets of the provider WHO, with the terms of each in plain words.

    With --purpose and --country each rule is marked: + it holds for that use, - it does not,
    ? nobody can tell but a person.
    """
    from officina_hub.federation.dataspace.line import Line
    from officina_hub.federation.dataspace.terms import judge

    use = planned_use(partner, planned)
    line, now = Line(), datetime.now(UTC)
    listed = line.catalogue(partner, line.base(partner))
    answer: dict[str, Any] = {
        "participant": listed.participant,
        "datasets": [
            {
                "id": each.id,
                "title": each.title,
                "description": each.description,
                "formats": [one.format for one in each.distribution],
                "offers": [
                    {
                        "id": offer.id,
                        "answer": judge(offer, use, now).answer,
                        "terms": list(term_lines(offer, use, now)),
                        "policy": offer.written(),
                    }
                    for offer in each.has_policy
                ],
            }
            for each in listed.datasets
        ],
        "left_out": [each._asdict() for each in listed.left_out],
    }
    teller.result(answer, _lines(answer))


def _lines(answer: dict[str, Any]) -> Iterator[str]:
    who = one_line(answer["participant"]) or "The provider"
    yield f"{who} offers {len(answer['datasets'])} datasets."
    for dataset in answer["datasets"]:
        yield ""
        yield f"Dataset: {one_line(dataset['title'])}"
        yield f"  Its id: {one_line(dataset['id'])}"
        for offer in dataset["offers"]:
            yield f"  Offer {one_line(offer['id'])}"
            for line in offer["terms"]:
                yield from folded(f"    {line}")
    for entry in answer["left_out"]:
        yield ""
        name = one_line(entry["id"]) or "an entry without a name"
        yield f"Left out: {name}, because {one_line(entry['reason'])}."
