"""What a plan would cost and whom it cannot serve, and the plan itself: for pages and API alike."""

from __future__ import annotations

from collections.abc import Mapping

from babel.support import NullTranslations
from sqlalchemy.orm import Session

from officina_hub.portal.context import Portal
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import NotFound
from officina_hub.portal.hub_prestarts import SWITCHED_OFF
from officina_hub.portal.prestart_words import PLAIN, refusal_words
from officina_hub.portal.principal import Principal
from officina_hub.portal.rights import Standing, relations
from officina_hub.portal.standing import no_such_course
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.prestart_order import AskedPlan, check_start, roster
from officina_hub.portal.store.prestarts import add_prestart
from officina_hub.scopes import OPERATE, PRESTART
from officina_hub.session_api.answers import ProfileOffer
from officina_hub.session_api.prestart_answers import RosterAnswer, SeatQuote
from officina_widgets.prestart_wire import (
    PrestartOrder,
    PrestartOut,
    PrestartQuote,
    SeatQuoteOut,
)


def check_course(session: Session, portal: Portal, course_id: str) -> None:
    """Raise ``NotFound`` for a course that is not there, and where nothing is prepared at all."""
    if not portal.settings.may_prestart:
        raise NotFound("prestart-off", SWITCHED_OFF)
    if session.get(t.Course, course_id) is None:
        raise no_such_course(course_id)


def is_by_operator(principal: Principal, standing: Standing) -> bool:
    """Whether somebody prepares as an operator, and not as a trainer of the course."""
    as_trainer = principal.has(PRESTART) and "trainer" in relations(principal, standing)
    return principal.has(OPERATE) and not as_trainer


async def quote_of(portal: Portal, course_id: str, order: PrestartOrder) -> RosterAnswer:
    """What an order would come to; refused as the order itself would be."""
    check_start(order, portal.clock())
    users = await portal.read(roster, course_id, order)
    return await quoted(portal, users, order.choice)


async def quoted(
    portal: Portal, users: tuple[str, ...], choice: Mapping[str, str | int]
) -> RosterAnswer:
    """The Hub's answer for these learners."""
    return await portal.hub_prestarts.quotes(users, choice)


def quote_out(found: RosterAnswer, t: NullTranslations = PLAIN) -> PrestartQuote:
    """In all: what it costs, how many it serves, what is free."""
    seats = tuple(_seat(t, each) for each in found.seats)
    ready = [each for each in seats if each.verdict == "ready"]
    hours = [each.gpu_hours for each in ready]
    unit, free, total = _free(found.offer)
    return PrestartQuote.model_validate(
        {
            "seats": seats,
            "ready": len(ready),
            "gpu_hours": None if None in hours else sum(each or 0 for each in hours),
            "unit": unit,
            "free": free,
            "total": total,
        }
    )


async def prepare(portal: Portal, asked: AskedPlan, act: Act) -> PrestartOut:
    """Write the plan down and have it begun; the same one twice is once."""
    made = await portal.write(add_prestart, asked, act)
    portal.prestart_bell.ring()
    return made


def _seat(t: NullTranslations, quote: SeatQuote) -> SeatQuoteOut:
    if quote.is_active:
        return SeatQuoteOut(user=quote.user, verdict="own")
    if quote.faults:
        fault = quote.faults[0]
        words = refusal_words(t, fault.code, fault.message)
        return SeatQuoteOut(user=quote.user, verdict="refused", code=fault.code, message=words)
    return SeatQuoteOut(user=quote.user, verdict="ready", gpu_hours=quote.gpu_hours)


def _free(offer: ProfileOffer | None) -> tuple[str, int | None, int | None]:
    if offer is None or offer.place == "local":
        return "", None, None
    stock = offer.gpus or offer.cores
    if stock is None or stock.is_old:
        return "", None, None
    return "gpus" if offer.gpus else "cores", stock.free, stock.total
