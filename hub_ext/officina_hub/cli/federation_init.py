"""``officina federation init``: the keys and the root of trust, once."""

from __future__ import annotations

from pathlib import Path

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.federation_place import share, waiting_lines
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.teller import Teller, answers


@click.command(
    epilog=examples(
        "officina federation init",
        "officina federation init --root-key anna.pub --root-key ben.pub --threshold 2",
    )
)
@click.option(
    "--root-key",
    "root_keys",
    multiple=True,
    help="A public key of root that was made elsewhere: its file or its 64 digits. May be "
    "repeated. Without any, one is made here.",
)
@click.option(
    "--threshold",
    type=click.IntRange(1, 20),
    default=1,
    show_default=True,
    help="How many of root's keys must agree to any change of keys.",
)
@DATA_DIR
@answers
def init(*, root_keys: tuple[str, ...], threshold: int, data_dir: Path, teller: Teller) -> None:
    """Make the keys that this factory signs with, and the root that others trust.

    Ed25519 keys for timestamp, snapshot, targets and the factory are made in the folder
    federation/keys of the data folder, readable for this account alone, and one of root where none
    is named. Move that of root to a place without network, and keep a copy.
    """
    from officina_courses.packages import read_public_key
    from officina_hub.errors import OfficinaError
    from officina_hub.federation.trust import Founding

    at = share(data_dir)
    place, factory = at.place, at.identity.own_id
    repository = at.repository()
    repository.check_is_new()
    given = [read_public_key(one) for one in root_keys]
    if threshold > max(1, len(given)):
        raise OfficinaError(
            f"{threshold} keys of root cannot agree where there are {max(1, len(given))}.",
            "Nobody could ever sign anything.",
            "Name more with --root-key, or a smaller --threshold.",
        )
    made = {name: place.make_key(name) for name in ("timestamp", "snapshot", "targets", factory)}
    if not given:
        made["root"] = place.make_key("root")
        given = [made["root"].public]
    repository = at.repository()
    repository.found(
        Founding(
            root=tuple(given),
            threshold=threshold,
            targets=made["targets"].public,
            snapshot=made["snapshot"].public,
            timestamp=made["timestamp"].public,
        ),
        {factory: made[factory].public},
    )
    lines = [f"{factory} can publish in {place.published} now."]
    lines += [f"Root is signed by {one.id}. Others compare this with you." for one in given]
    if "root" in made:
        lines.append(f"Move {place.key_file('root')} to a place without network.")
    waiting = waiting_lines(repository)
    if waiting:
        lines = waiting
    told = {
        "factory": factory,
        "folder": str(place.published),
        "root_keys": [one.id for one in given],
        "threshold": threshold,
        "waiting": len(waiting),
    }
    teller.result(told, lines)
