"""``/find/{record_id}/terms``: what a provider asks for its data, and *Agree and get the data*."""

from __future__ import annotations

import logging
from typing import NamedTuple, get_args

from pydantic import ValidationError

from officina_hub.errors import OfficinaError
from officina_hub.portal.data_terms import agree, judged, offered
from officina_hub.portal.errors import PortalError
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.data_words import action_words, clause_chip, verdict_of, written
from officina_hub.portal.store.catalogue_read import published_record
from officina_hub.portal.store.data_agreements import agreements_of
from officina_hub.scopes import AGREE
from officina_widgets.catalogue.words import in_language
from officina_widgets.data_wire import AgreeIn, PlannedAction, TermsQuery

log = logging.getLogger("officina.portal")


class Planned(NamedTuple):
    """What a reader filled in, right or wrong."""

    purpose: str
    country: str
    actions: list[str]


class TermsHandler(PageHandler):
    """The terms for a use that the reader plans."""

    door = "find"
    right = "data.terms"

    async def get(self, record_id: str) -> None:
        raw = Planned(
            self.get_query_argument("purpose", ""),
            self.get_query_argument("country", ""),
            self.get_query_arguments("actions"),
        )
        await self.show(record_id, raw)

    async def show(self, record_id: str, raw: Planned, refusal: str = "") -> None:
        """The page, with what was planned; ``refusal`` says why nothing was agreed."""
        portal = self.portal
        filed = await portal.read(published_record, record_id)
        fault = ""
        try:
            plan = TermsQuery.model_validate(raw._asdict())
        except ValidationError:
            fault = self.fault_of(raw)
            plan = TermsQuery()
        terms = trouble = None
        try:
            what = await offered(portal, record_id, self.person, is_fresh=bool(refusal))
            terms = judged(portal, what, plan, self.t.gettext)
        except OfficinaError as error:
            trouble = error
            log.warning("terms cannot be shown: %s [%s]", error, self.correlation_id)
        mine = await portal.read(agreements_of, self.person)
        self.render_page(
            "terms.html",
            record_id=record_id,
            title=in_language(filed.record.title, (self.reader.language,)),
            terms=terms,
            trouble=trouble,
            said_to_support=self.correlation_id,
            # Addresses inside the house are no matter of every reader's.
            may_know=self.has_scope(AGREE) or self.reader.may_operate,
            raw=raw,
            actions=action_words(self.t),
            fault=fault,
            refusal=refusal,
            written=written,
            chip_of=lambda clause: clause_chip(self.t, clause),
            verdict=lambda answer: verdict_of(self.t, answer),
            may_agree=self.has_scope(AGREE),
            earlier=[one for one in mine if one.record_id == record_id],
        )

    def fault_of(self, raw: Planned) -> str:
        """What is wrong with a plan, and what was done instead."""
        unknown = [each for each in raw.actions if each not in get_args(PlannedAction)]
        if unknown:
            return self.t.gettext(
                "“%(action)s” is nothing that can be chosen here. The terms are shown as if you "
                "had planned nothing. Choose from the list."
            ) % {"action": unknown[0][:100]}
        return self.t.gettext(
            "A country is written with two letters here, such as FI or DE; a purpose has at "
            "most 200 characters. The terms are shown as if you had planned nothing."
        )


class AgreeHandler(TermsHandler):
    """That somebody agrees to an offer that the page showed."""

    right = "data.agree"

    async def get(self, record_id: str) -> None:
        """A page that is loaded again after a refusal is the terms' own."""
        self.go(f"find/{record_id}/terms")

    async def post(self, record_id: str) -> None:
        raw = Planned(
            self.get_body_argument("purpose", ""),
            self.get_body_argument("country", ""),
            self.get_body_arguments("actions"),
        )
        known = {"digest": self.get_body_argument("digest", ""), "record_id": record_id}
        decided = bool(self.get_body_argument("decided", ""))
        try:
            form = AgreeIn.model_validate({**raw._asdict(), **known, "decided": decided})
            begun = await agree(self.portal, form, self.act())
        except ValidationError:
            self.set_status(422)
            text = self.t.gettext("The form did not come whole. Read the terms and send it again.")
            await self.show(record_id, raw, text)
            return
        except PortalError as error:
            if error.status == 404:
                raise
            self.set_status(error.status)
            text = error.said.put(self.t.gettext) if error.said else error.message
            await self.show(record_id, raw, text)
            return
        self.go(f"data/{begun.id}")
