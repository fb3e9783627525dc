"""``officina federation status``: until when signatures hold, and what is to be done."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.federation_place import ready_lines, share, waiting_lines
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.teller import Teller, answers


@click.command(epilog=examples("officina federation status", "officina federation status --json"))
@DATA_DIR
@answers
def status(*, data_dir: Path, teller: Teller) -> None:
    """Tell of each role its version, its keys, until when its signature holds, and what to do.

    The ids of keys stand below their roles, to be read to peers who compare them.
    Exit code 1 when a signature has ended, so that a monitor may ask.
    """
    from officina_hub.federation.trust.key_names import spoken

    at = share(data_dir)
    repository = at.repository()
    waiting, ready = waiting_lines(repository), ready_lines(repository)
    # A first root that waits is a beginning, too.
    found = [] if (waiting or ready) and not at.place.has_begun else repository.standing()
    lines = []
    for one in found:
        here = sum(key in at.place.keyring() for key in one.keys)
        lines.append(
            f"{one.role}: version {one.version}, until {one.expires:%Y-%m-%d %H:%M} UTC "
            f"({one.state.replace('-', ' ')}); {one.threshold} of {len(one.keys)} keys sign, "
            f"{here} at hand"
        )
        lines += [f"  {one.todo}"] if one.todo else []
        lines += [f"    {line}" for key in one.keys for line in spoken(key)]
    told = {
        "factory": at.identity.own_id,
        "address": at.identity.federation_address,
        "roles": [one.model_dump(mode="json") for one in found],
        "waiting": waiting,
        "ready": ready,
    }
    teller.result(told, [*lines, *waiting, *ready])
    if any(one.state == "ended" for one in found):
        sys.exit(1)
