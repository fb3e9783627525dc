"""``oai``: the catalogue by OAI-PMH 2.0, to everybody."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from officina_hub.portal.oai.answer import Answer, Repository, Told, add_token
from officina_hub.portal.oai.question import (
    TOKEN,
    OaiError,
    check_arguments,
    check_prefix,
    packed,
    selection_of,
)
from officina_hub.portal.store.oai import OaiRow, earliest_change, oai_row, oai_rows
from officina_hub.portal.web import PortalHandler

RECORDS_OF_A_PART: Final = 100


class OaiHandler(PortalHandler):
    """All six verbs, by GET and by POST."""

    async def get(self) -> None:
        """The answer; what is wrong is told in XML and with status 200, as the protocol wants."""
        arguments = {
            name: [one.decode("utf-8", "replace") for one in values]
            for name, values in self.request.arguments.items()
        }
        answer = Answer(self._address, self.portal.clock())
        try:
            verb, given = check_arguments(arguments)
            answer.to({"verb": verb, **given})
            await self._answer(answer, verb, given)
        except OaiError as error:
            if error.code in {"badVerb", "badArgument"}:
                answer = Answer(self._address, self.portal.clock())
            answer.error(error)
        self.set_header("Content-Type", "text/xml; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        self.finish(await self.portal.work(answer.text))

    post = get

    @property
    def _home(self) -> str:
        known = self.portal.settings.identity.federation_address.removesuffix("federation/")
        here = f"{self.request.protocol}://{self.request.host}"
        return known or here + self.portal.settings.hub.service_prefix

    @property
    def _address(self) -> str:
        return f"{self._home}oai"

    async def _answer(self, answer: Answer, verb: str, given: dict[str, str]) -> None:
        match verb:
            case "Identify":
                identity = self.portal.settings.identity
                earliest = await self.portal.read(earliest_change) or self.portal.clock()
                answer.identify(
                    Repository(identity.name, self._address, identity.contact, earliest)
                )
            case "ListSets":
                if TOKEN in given:
                    raise OaiError("badResumptionToken", "The sets come all at once.")
                answer.sets()
            case "ListMetadataFormats":
                if "identifier" in given:
                    await self._found(given["identifier"])
                answer.formats()
            case "GetRecord":
                check_prefix(given["metadataPrefix"])
                one = await self._found(given["identifier"])
                answer.records(verb, [self._told(one)], given["metadataPrefix"])
            case _:
                await self._list(answer, verb, given)

    async def _list(self, answer: Answer, verb: str, given: dict[str, str]) -> None:
        selection = selection_of(given)
        part = await self.portal.read(oai_rows, selection, RECORDS_OF_A_PART)
        if not part.rows:
            raise OaiError("noRecordsMatch", "No record was changed then in that set.")
        told = answer.records(verb, [self._told(one) for one in part.rows], selection.prefix)
        if part.rest or selection.after:
            add_token(told, packed(selection, part.rest) if part.rest else "")

    async def _found(self, identifier: str) -> OaiRow:
        front = self._identifier("")
        row = None
        if identifier.startswith(front):
            row = await self.portal.read(oai_row, identifier.removeprefix(front))
        if row is None:
            raise OaiError("idDoesNotExist", f"There is no record {identifier[:100]!r}.")
        return row

    def _told(self, row: OaiRow) -> Told:
        permalink = f"{self._home}find/{row.id}"
        return Told(self._identifier(row.id), row.changed, row.kind, row.filed, permalink)

    def _identifier(self, record_id: str) -> str:
        return f"oai:{urlsplit(self._home).hostname or 'localhost'}:{record_id}"
