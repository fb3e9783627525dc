"""``/data-agreements``: terms of data of a data space, who agreed to them, and the data."""

from __future__ import annotations

import logging

from officina_hub.errors import OfficinaError
from officina_hub.portal.agreed_data import document_of, send_data, with_agreement
from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.data_terms import SILENT, agree, judged, offered
from officina_hub.portal.errors import PartnerFailed
from officina_hub.portal.i18n.catalog import translations
from officina_hub.portal.openapi import operation
from officina_hub.portal.store.data_agreements import (
    agreement_out,
    agreements_of,
    fetch_again,
    remove,
    stop,
)
from officina_hub.scopes import AGREE
from officina_widgets.data_wire import AgreeIn, DataAgreementOut, TermsOut, TermsQuery

log = logging.getLogger("officina.portal")


class RecordTerms(ApiHandler):
    """What a provider asks for its data."""

    @operation(
        "data.terms",
        "The terms of a dataset as its provider says them now, compared with what is planned",
        query=TermsQuery,
        response=TermsOut,
        errors=(429, 502),
    )
    async def get(self, record_id: str) -> None:
        """In the reader's language."""
        try:
            what = await offered(self.portal, record_id, self.caller.name)
        except OfficinaError as error:
            log.warning("terms cannot be shown: %s [%s]", error, self.correlation_id)
            # Addresses inside the house are no matter of every reader's.
            told = str(error) if self.caller.has(AGREE) else SILENT
            raise PartnerFailed("partner-failed", told) from error
        translate = translations(self.language).gettext
        self.answer(judged(self.portal, what, self.query_as(TermsQuery), translate))


class DataAgreements(ApiHandler):
    """One's own."""

    @operation(
        "data.list", "Your agreements on data, newest first",
        response=tuple[DataAgreementOut, ...],
    )  # fmt: skip
    async def get(self) -> None:
        """All of them."""
        self.answer_all(await self.portal.read(agreements_of, self.caller.name))

    @operation(
        "data.agree",
        "Agree to an offer, by the digest of its terms; the portal negotiates and fetches the data",
        request=AgreeIn,
        response=DataAgreementOut,
        status=202,
        errors=(409, 429, 502),
    )
    async def post(self) -> None:
        """How far it is, its own address tells."""
        begun = await agree(self.portal, self.body_as(AgreeIn), self.act())
        self.answer(begun, status=202)


class DataAgreement(ApiHandler):
    """One of them."""

    @operation("data.read", "How far an agreement on data is", response=DataAgreementOut)
    async def get(self, data_id: str) -> None:
        """At once."""
        self.answer(await self.portal.read(agreement_out, data_id))

    @operation(
        "data.decide",
        "Stop what is not finished; what is agreed stays agreed",
        response=DataAgreementOut,
        errors=(409,),
    )
    async def delete(self, data_id: str) -> None:
        """The provider is told while the protocol has a word for it."""
        await self.portal.write(stop, data_id, self.act())
        await self.portal.errands.stop(data_id)
        self.answer(await self.portal.read(agreement_out, data_id))


class AgreedData(ApiHandler):
    """The data of an agreement."""

    @operation("data.read", "The data", media="file", errors=(409,))
    async def get(self, data_id: str) -> None:
        """As they came; their SHA-256 stands in the agreement."""
        await send_data(self, await self.portal.read(agreement_out, data_id))

    @operation(
        "data.decide",
        "Have the data fetched again",
        response=DataAgreementOut,
        status=202,
        errors=(409, 429),
    )
    async def post(self, data_id: str) -> None:
        """After they did not come, or were removed."""
        asked = await self.portal.write(fetch_again, data_id, self.act())
        self.portal.errands.begin(data_id)
        self.answer(asked, status=202)

    @operation(
        "data.decide",
        "Remove the data; the agreement stays",
        response=DataAgreementOut,
        errors=(409,),
    )
    async def delete(self, data_id: str) -> None:
        """The file is gone when this answers."""
        removed = await self.portal.write(remove, data_id, self.act())
        await self.portal.errands.remove(data_id)
        self.answer(removed)


class AgreementDocument(ApiHandler):
    """The agreement as a file."""

    @operation("data.read", "The agreement, as JSON-LD", media="json-ld", errors=(409,))
    async def get(self, data_id: str) -> None:
        """To be kept with the data."""
        one, known = await self.portal.read(with_agreement, data_id)
        self.set_header("Content-Type", "application/ld+json")
        self.finish(document_of(one, known))
