"""Data that came under an agreement, and the agreement to be kept with them, as they are sent."""

from __future__ import annotations

import json
import logging
from typing import Final

from sqlalchemy.orm import Session
from tornado.iostream import StreamClosedError

from officina_courses.saying import say
from officina_hub.federation.dataspace.policies import Policy
from officina_hub.federation.dataspace.record import Record
from officina_hub.portal.errors import Conflict, NotFound
from officina_hub.portal.store.data_agreements import (
    NOT_NOW,
    Errand,
    agreement_out,
    errand,
)
from officina_hub.portal.web import PortalHandler
from officina_widgets.data_wire import DataAgreementOut, data_file_name

log = logging.getLogger("officina.portal")

CHUNK: Final = 256 * 1024
MISSING: Final = say(
    "The data are not where the portal keeps them any more, though the agreement still holds. On "
    "its page, remove the data and have them fetched once more."
)


async def send_data(handler: PortalHandler, one: DataAgreementOut) -> None:
    """The bytes, piece by piece; raises ``Conflict`` where they are not here."""
    portal = handler.portal
    if one.state != "here":
        raise Conflict("not-here", NOT_NOW)
    try:
        file = await portal.work(portal.errands.path(one.id).open, "rb")
    except FileNotFoundError:
        log.error("the data of the agreement %s are not in their folder", one.id)
        raise NotFound("data-missing", MISSING) from None
    handler.set_header("Content-Type", "application/octet-stream")
    handler.set_header("Content-Length", str(one.bytes))
    handler.set_header("Content-Disposition", f'attachment; filename="{data_file_name(one.title)}"')
    handler.set_header("Cache-Control", "private, no-store")
    try:
        while chunk := await portal.work(file.read, CHUNK):
            handler.write(chunk)
            await handler.flush()
    except StreamClosedError:
        return
    finally:
        file.close()


def document_of(one: DataAgreementOut, known: Errand) -> str:
    """The agreement as a file; raises ``Conflict`` where there is none yet."""
    if known.agreement is None or one.agreed_at is None:
        raise Conflict("not-agreed", NOT_NOW)
    agreement = Policy.model_validate(known.agreement)
    record = Record(
        agreement=agreement,
        title=one.title,
        provider=agreement.assigner or one.provider,
        address=known.address,
        agreed_by=one.by,
        agreed_at=one.agreed_at,
        stated_sha256=known.stated_sha256,
        file=data_file_name(one.title) if one.sha256 else "",
        bytes=one.bytes or 0,
        sha256=one.sha256 or "",
        fetched_at=one.fetched_at,
    )
    return json.dumps(record.written(), indent=1, ensure_ascii=False) + "\n"


def with_agreement(session: Session, data_id: str) -> tuple[DataAgreementOut, Errand]:
    """One of them, and what the provider answered."""
    return agreement_out(session, data_id), errand(session, data_id)
