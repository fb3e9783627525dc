"""Curators at their pages: cora writes, kurt reads; both fill in the form that the page shows."""

from __future__ import annotations

from bs4 import Tag
from page_house import PageHouse, soup
from portal_house import Answer

from officina_hub.portal.store.catalogue_drafts import Opened, open_record
from officina_hub.portal.store.catalogue_read import published_record
from officina_widgets.catalogue.filed import CatalogRecord

Form = dict[str, str]


def form_in(answer: Answer) -> Form:
    """What a browser would send of the page's form, if nobody touched it."""
    page = soup(answer)
    found = {}
    for field in page.select("main form [name]:not(button)"):
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            found[str(field["name"])] = str(chosen["value"]) if chosen else ""
        elif field.name == "textarea":
            # HTML drops the first line end of a text area.
            found[str(field["name"])] = field.get_text().removeprefix("\n")
        elif field.get("type") != "checkbox" or field.has_attr("checked"):
            found[str(field["name"])] = str(field.get("value", "on"))
    return found


class Hand:
    """One curator at one record."""

    def __init__(self, house: PageHouse, who: str, record_id: str) -> None:
        self.house = house
        self.who = who
        self.record_id = record_id
        self.path = f"catalogue/{record_id}"

    async def form(self) -> Form:
        """The record's form, as it stands now."""
        answer = await self.house.open(self.path, self.who)
        assert answer.status == 200, answer.content
        return form_in(answer)

    async def send(self, form: Form, deed: str = "save", **typed: str) -> Answer:
        """Press a button of the form; ``title__0__text`` is the control ``f.title.0.text``."""
        named = {f"f.{name.replace('__', '.')}": text for name, text in typed.items()}
        return await self.house.open(self.path, self.who, form=form | named | {"deed": deed})

    async def write(self, deed: str = "save", **typed: str) -> Answer:
        """Open the form, type, press a button."""
        return await self.send(await self.form(), deed, **typed)

    async def review(self, deed: str, *, word: str = "") -> Answer:
        """Open the review and press a button of it."""
        path = f"{self.path}/review"
        form = form_in(await self.house.open(path, self.who))
        return await self.house.open(path, self.who, form=form | {"deed": deed, "word": word})

    async def published(self) -> CatalogRecord:
        """The record as everybody sees it."""
        return await self.house.portal.read(published_record, self.record_id)

    async def opened(self) -> Opened:
        """The record on the desk."""
        return await self.house.portal.read(open_record, self.record_id)


def faults_in(answer: Answer) -> dict[str, str]:
    """What is said beside each control, by the control's id."""
    return {
        str(one["id"]).removesuffix("-fault"): " ".join(one.get_text(" ").split())
        for one in soup(answer).select(".fault")
        if isinstance(one, Tag)
    }
