"""``officina federation harvest``: peers are asked now, and a table says what came of each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_hub.cli.catalogue_place import bring_up_to_date, opened
from officina_hub.cli.examples import examples
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.shown_names import one_line
from officina_hub.cli.teller import Teller, answers
from officina_hub.errors import OfficinaError

if TYPE_CHECKING:
    from officina_hub.factory import Factory
    from officina_hub.factory.peers import Peer
    from officina_hub.federation.harvest import Harvested

FIGURES = ("processed", "added", "updated", "deleted", "rejected")
SHOWN = 20


@click.command(
    epilog=examples(
        "officina federation harvest north",
        "officina federation harvest --all",
        "officina federation harvest city --dry-run --json",
    )
)
@click.argument("peers", nargs=-1, metavar="[PEER]...")
@click.option("--all", "is_all", is_flag=True, help="All peers of factory.toml.")
@click.option("--dry-run", is_flag=True, help="Tell what would be done; write nothing.")
@DATA_DIR
@answers
def harvest(
    *, peers: tuple[str, ...], is_all: bool, dry_run: bool, data_dir: Path, teller: Teller
) -> None:
    """Harvest each PEER of factory.toml into the catalogue now.

    One bad record never stops the rest, and one peer that cannot be read never stops the others;
    it ends with 1 where a peer could not be read. What did not change since the last harvest is not
    read again. The portal does the same by itself, as often as `every_minutes` says.
    """
    from officina_hub.data_folder import DataFolder
    from officina_hub.federation.harvest.memory import bounded_memory
    from officina_hub.portal.harvesting import Harvester

    factory = factory_of(data_dir)
    chosen = chosen_peers(factory, peers, is_all=is_all)
    reports: list[Harvested] = []
    with opened(data_dir) as place:
        home = DataFolder(data_dir).portal
        harvester = Harvester(place.database, home, place.act, contact=factory.factory.contact)
        for peer in chosen:
            with teller.steps(f"Harvesting {peer.id}") as step, bounded_memory():
                report = harvester.harvest(peer, partial(_tell, step), dry_run=dry_run)
            reports.append(report)
        if not dry_run:
            bring_up_to_date(place, teller)
    teller.result([each.model_dump(mode="json") for each in reports], _lines(reports))
    if not all(report.is_good for report in reports):
        sys.exit(1)


def _tell(step: Callable[[int, int, str], None], done: int) -> None:
    """How many there will be nobody knows, so the bar is as long as what was done."""
    step(done, done, f"{done:,} records")


def factory_of(data_dir: Path) -> Factory:
    """The facts of the factory of that data folder."""
    from officina_hub.data_folder import DataFolder
    from officina_hub.factory import Factory, load_factory

    data = DataFolder(data_dir)
    data.check_is_one()
    return load_factory(data.factory_toml) if data.factory_toml.exists() else Factory()


def chosen_peers(factory: Factory, names: Sequence[str], *, is_all: bool) -> Sequence[Peer]:
    """The peers of these ids."""
    known = {peer.id: peer for peer in factory.peers}
    told = ", ".join(known) or "none"
    if is_all or names:
        unknown = [name for name in names if name not in known]
        if unknown:
            raise OfficinaError(
                f"{unknown[0][:80]!r} is no peer of this factory.",
                "Only whoever stands in [[peers]] of factory.toml is asked.",
                f"There are: {told}.",
            )
        return factory.peers if is_all else [known[name] for name in dict.fromkeys(names)]
    raise OfficinaError(
        "No peer was named.",
        "A harvest asks others, so it is not begun by mistake.",
        f"Name one or several, or give --all. There are: {told}.",
    )


def _lines(reports: Iterable[Harvested]) -> Iterator[str]:
    reports = list(reports)
    width = max([len("peer"), *(len(report.peer) for report in reports)])
    yield f"{'peer':<{width}}  {'verdict':<12}{''.join(f'{name:>11}' for name in FIGURES)}"
    for report in reports:
        counts = "".join(f"{getattr(report.figures, name):>11,}" for name in FIGURES)
        yield f"{report.peer:<{width}}  {report.verdict:<12}{counts}"
    for report in reports:
        yield from _of_one(report)


def _of_one(report: Harvested) -> Iterator[str]:
    if report.is_dry_run:
        yield f"{report.peer}: nothing was written, as --dry-run asks."
    if report.why:
        yield f"{report.peer}: {one_line(report.why)}"
    if report.detail:
        yield f"{report.peer}: what was found: {one_line(report.detail)}"
    if report.left_out:
        yield f"{report.peer}: only a part, so nothing was withdrawn: {one_line(report.left_out)}"
    if report.without_records:
        yield f"{report.peer}: {report.without_records:,} pages describe nothing that is read here."
    places: dict[str, list[str]] = {}
    for each in report.rejected:
        places.setdefault(each.reason, []).append(each.where)
    for reason, where in list(places.items())[:SHOWN]:
        also = f" (and {len(where) - 1:,} more for the same reason)" if len(where) > 1 else ""
        yield f"  rejected, {one_line(where[0])}: {one_line(reason)}{also}"
    if len(places) > SHOWN:
        yield f"  and {len(places) - SHOWN:,} more reasons: see --json"
