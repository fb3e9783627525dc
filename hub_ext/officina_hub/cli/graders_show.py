"""``officina graders show``: how the graders in Slurm stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_hub.graders.state import GradersState

NOBODY = "Nobody has looked after graders in Slurm yet: `officina graders keep` does not run here."


@click.command(
    epilog=examples(
        "officina graders show --data-dir /var/lib/officina",
        "officina graders show --json",
    )
)
@DATA_DIR
@answers
def show(*, data_dir: Path, teller: Teller) -> None:
    """Tell how many graders wait and run in Slurm, and why there are not more."""
    from officina_hub.data_folder import DataFolder
    from officina_hub.graders.state import PROVERS, read_state

    data = DataFolder(data_dir)
    data.check_is_one()
    state, proofs = read_state(data.run), read_state(data.run, file=PROVERS)
    if state is None:
        teller.result(None, [NOBODY])
        return
    now = datetime.now(UTC)
    lines = [*_lines("Graders", state, now), *(_lines("Proofs", proofs, now) if proofs else ())]
    told = state.model_dump(mode="json")
    teller.result({**told, "proofs": proofs.model_dump(mode="json")} if proofs else told, lines)


def _lines(what: str, state: GradersState, now: datetime) -> Iterator[str]:
    yield f"{what} that run: {state.running}, that wait in Slurm: {state.queued}"
    if state.trouble:
        yield state.trouble
    if state.next_try_at is not None:
        yield f"Next try: {state.next_try_at:%Y-%m-%d %H:%M:%S} UTC"
    if state.is_stale(now):
        yield (
            f"This is of {state.at:%Y-%m-%d %H:%M:%S} UTC. Nobody has looked since: is `officina "
            "graders keep` running?"
        )
