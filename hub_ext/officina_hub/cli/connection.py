"""How commands reach a portal: its address, and a token that is never shown."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import click

from officina_hub.errors import OfficinaError

if TYPE_CHECKING:
    from officina_widgets.client import PortalClient

    Client = TypeVar("Client", bound=PortalClient)

URL_VARIABLE = "OFFICINA_PORTAL_URL"
TOKEN_VARIABLE = "JUPYTERHUB_API_TOKEN"  # noqa: S105 - the name of a variable

URL = click.option(
    "--url",
    envvar=URL_VARIABLE,
    show_envvar=True,
    help="The portal, such as http://127.0.0.1:8000/services/officina.",
)
TOKEN_FILE = click.option(
    "--token-file",
    type=click.Path(exists=True, dir_okay=False),
    help=f"A file that holds your hub token; else it is taken from {TOKEN_VARIABLE}. Never give a "
    "token on a command line: everybody on the machine can read it there.",
)


def connect(url: str | None, token_file: str | None) -> PortalClient:
    """The client for that portal; raises what ``connect_by`` does."""
    from officina_widgets.client import PortalClient

    return connect_by(PortalClient, url, token_file)


def connect_by(kind: type[Client], url: str | None, token_file: str | None) -> Client:
    """The client of that kind for that portal.

    Raises
    ------
    OfficinaError
        When there is no address or no token.

    """
    if not url:
        raise OfficinaError(
            "No portal was named.",
            "Courses are kept by a portal, and there may be several.",
            f"Give --url http://127.0.0.1:8000/services/officina, or set {URL_VARIABLE}.",
        )
    if not _is_address(url):
        raise OfficinaError(
            f'"{url[:100]}" is not the address of a portal.',
            "It has to begin with http:// or https:// and to name a machine.",
            f"Give --url http://127.0.0.1:8000/services/officina, or set {URL_VARIABLE}.",
        )
    return kind(url, _token(token_file))


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _token(token_file: str | None) -> str:
    value = Path(token_file).read_text() if token_file else os.environ.get(TOKEN_VARIABLE, "")
    value = value.strip()
    if not value or not value.isprintable() or " " in value:
        place = token_file or f"the variable {TOKEN_VARIABLE}"
        raise OfficinaError(
            f"There is no token in {place}.",
            "The portal must know who you are.",
            "Make one on the Hub's page 'Token', and save it to a file for --token-file. In a "
            "notebook session it is there already.",
        )
    return value
