"""``get_dataset(record)``: data of a data space, where the person has agreed to their terms."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import Dataset
from officina_widgets.environment import SESSION_KEY_VARIABLE, SESSION_URL_VARIABLE
from officina_widgets.errors import NotConfigured, NotFound, PortalBroken
from officina_widgets.transport import Patience, Transport

# The session's server copies the whole file before it answers.
SLOW: Final = Patience(connect_seconds=4, read_seconds=3600, tries=1)
NO_SESSION: Final = (
    "This kernel was not started by a session of the hub, so nobody can say whose data are wanted. "
    "Open the notebook in a session that you start from the launch page."
)
NO_NAME: Final = (
    "{title!a} has no identifier by which its provider knows it, so no agreement can be found. "
    "Give the id that stands at the end of its page's address."
)
UNREADABLE: Final = (
    "The session's server answered in a way that this kernel does not understand, so it is not "
    "known where the data lie. Restart your server, so that both have the same version."
)


class _Brought(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    path: str


def get_dataset(record: Dataset | CatalogRecord | str) -> Path:
    """The file with the data of a record, in the folder ``data`` of the home.

    Its agreement lies beside it. The terms are agreed to on the portal's pages, by a person; a
    notebook fetches what was agreed. The second time nothing is fetched.

    Raises
    ------
    PortalError
        With a sentence that says what to do, where there are no such data.

    """
    url, key = (os.environ.get(name) for name in (SESSION_URL_VARIABLE, SESSION_KEY_VARIABLE))
    if not url or not key:
        raise NotConfigured(NO_SESSION, code="no-session")
    transport = Transport(url, key, SLOW)
    try:
        response = transport.json("POST", "data", _name(record))
        return Path(_Brought.model_validate_json(response.content).path)
    except ValidationError as error:
        raise PortalBroken(UNREADABLE, code="unknown-answer") from error
    finally:
        transport.close()


def _name(record: Dataset | CatalogRecord | str) -> str:
    if isinstance(record, str):
        return record
    if isinstance(record, CatalogRecord):
        return record.id
    if not record.identifiers:
        title = next(iter(record.title.values()))[:200]
        raise NotFound(NO_NAME.format(title=title), code="no-name")
    return record.identifiers[0]
