"""``officina course key new``: a key to sign packages with."""

from __future__ import annotations

from pathlib import Path

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.teller import Teller, answers


@click.command(epilog=examples("officina course key new ~/.config/officina/keys/lumi"))
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@answers
def new(*, path: Path, teller: Teller) -> None:
    """Make a key: the private half in FILE, for you alone, and the public half in FILE.pub."""
    from officina_courses.packages import new_key, public_file

    public = new_key(path).public
    lines = (
        f"The private key is in {path}: keep it, and a copy of it where nobody else gets.",
        f"The public key is in {public_file(path)}: give it to whoever takes your courses.",
        f"  its digits: {public.hex}",
        f"  its id:     {public.id}",
    )
    answer = {"path": str(path), "public": public.hex, "id": public.id}
    teller.result(answer, lines)
