"""Whom a command of ``officina dataspace`` speaks with, and where it is answered."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from officina_hub.cli.options import DATA_DIR
from officina_hub.errors import OfficinaError

if TYPE_CHECKING:
    from officina_hub.federation.dataspace.partner import Partner

WHO = click.argument("who")
OPTIONS = (
    click.option(
        "--token-file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="The file (mode 0600) with the token that the provider handed out.",
    ),
    click.option("--private-network", is_flag=True, help="It may lie in a private network."),
    click.option(
        "--ca-file",
        default="",
        help="Certificates that its own is checked against.",
        metavar="FILE",
    ),
    DATA_DIR,
)
LISTEN = click.option(
    "--listen",
    default="127.0.0.1:0",
    show_default=True,
    metavar="HOST:PORT",
    help="Where this command listens for the provider's answers while it runs; port 0 is any.",
)
REACHED_AT = click.option(
    "--reached-at",
    default="",
    metavar="URL",
    help="How the provider reaches that, such as the https:// address of a proxy before it.",
)
PATIENCE = click.option(
    "--patience",
    type=click.FloatRange(1, 86_400),
    default=60.0,
    show_default=True,
    help="How many seconds an answer is waited for.",
)


def with_partner(command: Callable[..., None]) -> Callable[..., None]:
    """The argument and options that say who; the command is given the ``partner``."""

    @functools.wraps(command)
    def told(
        *,
        who: str,
        token_file: Path | None,
        private_network: bool,
        ca_file: str,
        data_dir: Path,
        **arguments: Any,
    ) -> None:
        is_address = who.startswith(("https://", "http://"))
        partner = (
            _stranger(who, token_file, private_network=private_network, ca_file=ca_file)
            if is_address
            else _known(who, data_dir)
        )
        command(partner=partner, **arguments)

    for option in reversed(OPTIONS):
        told = option(told)
    return WHO(told)


def host_and_port(listen: str) -> tuple[str, int]:
    """Of ``HOST:PORT``; raises ``click.BadParameter``."""
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65_535:
        raise click.BadParameter(f"{listen!r} is not HOST:PORT, such as 127.0.0.1:0")
    return host.strip("[]"), int(port)


def _stranger(
    address: str, token_file: Path | None, *, private_network: bool, ca_file: str
) -> Partner:
    from officina_hub.federation.dataspace.partner import Partner, read_token

    shown = read_token(token_file) if token_file else ""
    return Partner(
        id=address,
        address=address,
        shown=shown,
        private_network=private_network,
        ca_file=ca_file,
    )


def _known(id: str, data_dir: Path) -> Partner:  # noqa: A002
    from officina_hub.data_folder import DataFolder
    from officina_hub.factory import load_factory
    from officina_hub.federation.dataspace.partners import partner_of

    place = DataFolder(data_dir).factory_toml
    known = load_factory(place).dataspaces if place.exists() else ()
    found = next((each for each in known if each.id == id and each.address), None)
    if found is None:
        ids = ", ".join(each.id for each in known if each.address) or "none"
        raise OfficinaError(
            f"{id!r} is no partner in {place}, which has: {ids}.",
            "A partner is known by its address and its tokens.",
            "Give the https:// address of its connector, or add it to [[dataspaces]].",
        )
    return partner_of(found)
