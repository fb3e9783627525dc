"""``officina federation keys``: which are at hand, and signing drafts where they are."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.federation_place import share
from officina_hub.cli.lazy import LazyGroup
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.shown_names import one_line
from officina_hub.cli.teller import Teller, answers

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(
    cls=LazyGroup,
    commands_in={
        "list": "officina_hub.cli.federation_keys:list_",
        "sign": "officina_hub.cli.federation_keys:sign",
    },
    epilog=examples(
        "officina federation keys list",
        "officina federation keys sign 2.root.json --key anna.pem",
    ),
)
def keys() -> None:
    """Look at the keys that sign here, and sign drafts with keys that lie elsewhere."""


@click.command("list", epilog=examples("officina federation keys list"))
@DATA_DIR
@answers
def list_(*, data_dir: Path, teller: Teller) -> None:
    """The keys at hand by the names of their files: their ids, and the public halves."""
    at = share(data_dir)
    found = {name: key.public for name, key in at.place.named_keys().items()}
    told = [{"name": name, "id": one.id, "public": one.hex} for name, one in found.items()]
    lines = [f"{name}: {one.id}, public {one.hex}" for name, one in found.items()]
    teller.result({"keys": told}, lines or ["There are none: officina federation init"])


@click.command(epilog=examples("officina federation keys sign 2.root.json --key anna.pem"))
@click.argument("draft", type=FILE)
@click.option("--key", "key_files", multiple=True, required=True, type=FILE, help="The key.")
@answers
def sign(*, draft: Path, key_files: tuple[Path, ...], teller: Teller) -> None:
    """Sign DRAFT, which may be done on a machine without network and without a data folder.

    It names the keys that would sign from then on, and at a terminal asks first: compare those that
    are new with whoever holds them. Bring the file back to the folder federation/drafts that it
    came from. The next publishing takes it, once enough keys have signed.
    """
    from officina_courses.packages import read_private_key
    from officina_hub.federation.trust import Keyring
    from officina_hub.federation.trust.drafts import named_in
    from officina_hub.federation.trust.drafts import sign as sign_draft
    from officina_hub.federation.trust.key_names import spoken

    ring = Keyring(read_private_key(one) for one in key_files)
    for role, keyids in named_in(draft).items():
        teller.progress(f"{one_line(role)} would be signed by:")
        for line in (line for keyid in keyids for line in spoken(keyid)):
            teller.progress(f"    {line}")
    if sys.stdin.isatty():
        click.confirm("Are these the keys that you expect?", err=True, abort=True)
    count = sign_draft(draft, ring)
    words = f"{count} signatures were added to {draft}." if count else f"{draft} had them already."
    teller.result({"draft": str(draft), "added": count}, [words])
