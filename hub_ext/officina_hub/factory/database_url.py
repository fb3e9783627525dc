"""Which addresses of a database ``factory.toml`` may name: of our kinds, with no password."""

from __future__ import annotations

from typing import Final

DRIVERS: Final = ("postgresql+psycopg", "sqlite")
BARE: Final = "an address without a password: secrets do not belong in this file"
AN_ADDRESS: Final = (
    'an address such as "postgresql+psycopg://officina@db.example.org/officina", or "" for SQLite '
    "in the data folder"
)


def check_database_url(value: str) -> None:
    """Raise ``ValueError``, with what is allowed, where this cannot be the portal's database."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(value)
    except (ArgumentError, ValueError):
        raise ValueError(AN_ADDRESS) from None
    if url.password is not None or any(_is_secret(key) for key in url.query):
        raise ValueError(BARE)
    if url.drivername not in DRIVERS:
        raise ValueError(AN_ADDRESS)


def _is_secret(key: str) -> bool:
    # libpq knows password and sslpassword; passfile only names a file.
    return key.lower() in {"password", "sslpassword", "passwd", "pwd"}
