"""``officina federation rotate``: a new key in the place of an old, lost or stolen one."""

from __future__ import annotations

from pathlib import Path

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.federation_place import KEYS, share, waiting_lines
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.teller import Teller, answers


@click.command(
    epilog=examples(
        "officina federation rotate timestamp --key /media/stick/root.pem",
        "officina federation rotate root --key /media/stick/root.pem",
        "officina federation rotate root --old 9b1d… --new carla.pub --key anna.pem",
        "officina federation rotate lumi",
    )
)
@click.argument("role", metavar="ROLE")
@click.option("--old", help="Id of the key that goes, where the role has several.")
@click.option("--new", help="A public key that was made elsewhere; without it one is made here.")
@KEYS
@DATA_DIR
@answers
def rotate(
    *,
    role: str,
    old: str | None,
    new: str | None,
    keys: tuple[Path, ...],
    data_dir: Path,
    teller: Teller,
) -> None:
    """Put a new key in the place of one of ROLE.

    ROLE is root, targets, snapshot, timestamp, or the id of a factory. Root must agree to new keys
    of the first four, targets to those of a factory: have these keys at hand with --key, or have
    the draft signed where they are.
    """
    from officina_courses.packages import read_public_key

    at = share(data_dir)
    known = at.repository(*keys).keys_of(role, old)
    made = "" if new else at.place.free_name(role)
    public = read_public_key(new) if new else at.place.make_key(made).public
    # The new key of root signs, too, so it is at hand from now on.
    repository = at.repository(*keys)
    repository.rotate(role, known, public)
    waiting = waiting_lines(repository)
    lines = [f"{role}: {known} goes, {public.id} comes."]
    lines += [f"It lies in {at.place.key_file(made)}."] if made else []
    lines += waiting or ["It holds from the next: officina federation publish"]
    told = {"role": role, "old": known, "new": public.id, "waiting": len(waiting)}
    teller.result(told, lines)
