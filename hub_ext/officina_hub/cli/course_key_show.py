"""``officina course key show``: which key a file of 64 digits holds."""

from __future__ import annotations

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.teller import Teller, answers


@click.command(epilog=examples("officina course key show lumi.pub"))
@click.argument("public", metavar="KEYFILE|HEX")
@answers
def show(*, public: str, teller: Teller) -> None:
    """Show the digits and the id of a public key, to compare them with what its owner says."""
    from officina_courses.packages import read_public_key

    key = read_public_key(public)
    lines = (f"its digits: {key.hex}", f"its id:     {key.id}")
    teller.result({"public": key.hex, "id": key.id}, lines)
