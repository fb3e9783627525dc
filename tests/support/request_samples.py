"""Requests for access to a service that nobody offers."""

from __future__ import annotations

from typing import Any

from find_samples import ADVICE, id_of
from portal_house import House

from officina_hub.portal.store.act import Act
from officina_hub.portal.store.request_forms import Addressee, FiledRequest, RequestOut
from officina_hub.portal.store.requests import Filing, file_request

KEY = "11111111-2222-3333-4444-555555555555"
OTHER_KEY = "11111111-2222-3333-4444-666666666666"
DESK = Addressee(way="mail", address="desk@factory.example")


def asked(**changes: Any) -> dict[str, Any]:
    """The form as a program sends it."""
    known = {
        "key": KEY,
        "record_id": id_of(ADVICE),
        "purpose": "To know a day before when our greenhouse gets too hot.",
        "needs": "An hour with somebody who knows forecasts",
        "wanted": "in March",
        "firm": "Ada's Greens",
        "contact": "ada@greens.example",
    }
    return known | changes


def typed(**changes: str) -> dict[str, str]:
    """The form as a browser sends it."""
    form = {name: text for name, text in asked().items() if name != "record_id"}
    return form | changes


async def filed(house: House, user: str = "ada", **changes: Any) -> RequestOut:
    """A request that the portal has."""
    form = FiledRequest.model_validate(asked(**changes))
    act = Act(user=user, at=house.portal.clock())
    return await house.portal.write(file_request, form, Filing(ADVICE, (), (DESK,)), act)
