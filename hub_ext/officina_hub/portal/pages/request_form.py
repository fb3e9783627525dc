"""``/find/{record_id}/request``: asking for what a record describes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from officina_hub.portal.errors import PortalError
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.formats import Formats, zone_named
from officina_hub.portal.pages.request_words import course_line, faults
from officina_hub.portal.request_addressees import addressees, person_address
from officina_hub.portal.request_filing import file, requested_record, shared_courses
from officina_hub.portal.store.request_forms import FiledRequest
from officina_hub.portal.store.requests import my_requests
from officina_widgets.catalogue.words import in_language

FIELDS: Final = ("key", "purpose", "needs", "wanted", "firm", "contact")


class RequestFormHandler(PageHandler):
    """The form, with all that will be passed on, and to whom."""

    door = "find"
    right = "requests.create"

    async def get(self, record_id: str) -> None:
        usual = dict.fromkeys(FIELDS, "")
        address = person_address(self.person, self.portal.settings)
        raw = usual | {"key": str(uuid.uuid4()), "contact": address, "shares_courses": ""}
        await self._show(record_id, raw)

    async def post(self, record_id: str) -> None:
        raw = {name: self.get_body_argument(name, "") for name in FIELDS}
        shares = bool(self.get_body_argument("shares_courses", ""))
        known = {
            "record_id": record_id,
            "language": self.reader.language,
            "shares_courses": shares,
            "told": [_addressee(word) for word in self.get_body_arguments("told")],
        }
        try:
            form = FiledRequest.model_validate(raw | known)
        except ValidationError as error:
            self.set_status(422)
            found = faults(self.t, self._formats, error)
            await self._show(record_id, raw | {"shares_courses": shares}, found)
            return
        try:
            filed = await file(self.portal, form, self.act())
        except PortalError as error:
            if error.said is None or error.status == 404:
                raise
            self.set_status(error.status)
            why = {"": error.said.put(self.t.gettext)}
            await self._show(record_id, raw | {"shares_courses": shares}, why)
            return
        text = self.t.gettext("Your request has arrived. Its number is %(number)s.")
        self.flash(text % {"number": filed.number})
        self.go(f"requests/{filed.id}")

    async def _show(
        self, record_id: str, raw: Mapping[str, Any], found: Mapping[str, str] | None = None
    ) -> None:
        portal = self.portal
        record = (await portal.read(requested_record, record_id)).record
        mine = await portal.read(my_requests, self.person)
        self.render_page(
            "request_form.html",
            record_id=record_id,
            record=record,
            words=lambda texts: in_language(texts, (self.reader.language,)),
            raw=raw,
            faults=dict(found or {}),
            told=addressees(record, portal.settings),
            courses=await portal.read(shared_courses, self.person),
            request_course=lambda course: course_line(self.t, self._formats, course),
            open_ones=[one for one in mine if one.record_id == record_id and one.is_open],
        )

    @property
    def _formats(self) -> Formats:
        return Formats(self.reader.language, zone_named(self.reader.zone))


def _addressee(word: str) -> dict[str, str]:
    way, _, address = word.partition(" ")
    return {"way": way, "address": address}
