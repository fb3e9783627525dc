"""``officina federation admit`` and ``remove``: which factories may sign in this folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.federation_place import KEYS, share, waiting_lines
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_hub.federation.trust import Repository

FACTORY = click.argument("factory", metavar="ID")


@click.command(
    epilog=examples(
        "officina federation admit lumi lumi.pub",
        "officina federation admit lumi 5f2c… --key /media/stick/targets.pem",
    )
)
@FACTORY
@click.argument("public_key", metavar="PUBLIC_KEY")
@KEYS
@DATA_DIR
@answers
def admit(
    *, factory: str, public_key: str, keys: tuple[Path, ...], data_dir: Path, teller: Teller
) -> None:
    """Let the factory ID sign with PUBLIC_KEY what stands in its own folder, and nothing else.

    PUBLIC_KEY is a file or the 64 digits themselves. Compare it with that factory by another way,
    such as by phone.
    """
    import re

    from officina_courses.packages import read_public_key
    from officina_hub.errors import OfficinaError
    from officina_hub.federation.trust.roles import FACTORY_ID_PATTERN

    if not re.fullmatch(FACTORY_ID_PATTERN, factory):
        raise OfficinaError(
            f"{factory!r} is no id of a factory.",
            "It becomes the name of a folder and of a signature.",
            "Take small letters, digits and -, at most 40, first a letter.",
        )
    public = read_public_key(public_key)
    repository = share(data_dir).repository(*keys)
    repository.admit(factory, public)
    _tell(teller, repository, factory, f"{factory} may sign with {public.id}.")


@click.command(epilog=examples("officina federation remove lumi"))
@FACTORY
@KEYS
@DATA_DIR
@answers
def remove(*, factory: str, keys: tuple[Path, ...], data_dir: Path, teller: Teller) -> None:
    """Let the factory ID sign no more; what it signed is not believed after the next publishing."""
    repository = share(data_dir).repository(*keys)
    repository.remove(factory)
    _tell(teller, repository, factory, f"{factory} may sign no more.")


def _tell(teller: Teller, repository: Repository, factory: str, done: str) -> None:
    waiting = waiting_lines(repository)
    lines = waiting or [done, "It holds from the next: officina federation publish"]
    teller.result({"factory": factory, "waiting": len(waiting)}, lines)
