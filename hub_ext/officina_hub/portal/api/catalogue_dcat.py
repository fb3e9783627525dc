"""``/catalogue``: all that is published as DCAT-AP, a page at a time."""

from __future__ import annotations

from typing import Final

from pydantic import Field

from officina_courses.model import Frozen
from officina_hub.catalogue.identity import RECORD_ID_PATTERN
from officina_hub.catalogue.writers import CATALOGUE_FORMS, CataloguePage, Form, catalogue_as
from officina_hub.portal.accepting import chosen
from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.api.catalogue import ASKED_AGAIN
from officina_hub.portal.errors import NotAcceptable, NotFound
from officina_hub.portal.i18n import LANGUAGES, translations
from officina_hub.portal.openapi import operation
from officina_hub.portal.pages.site import site_of
from officina_hub.portal.store.catalogue_pages import Part, published_part

RECORDS_OF_A_PAGE: Final = 100
ENDINGS: Final = ", ".join(f".{form.ending}" for form in CATALOGUE_FORMS)
NO_SUCH_ENDING: Final = (
    "The catalogue is there, but not at an address that ends with {ending!r}. Take one of these "
    "endings: {endings}."
)
NOT_IN_THAT_FORM: Final = (
    "The catalogue is there, but not as {accept!r}. It comes as {forms}; ask for one of these in "
    "Accept, or add its ending to the address: {endings}."
)


class PageQuery(Frozen):
    """Which page."""

    after: str = Field(
        default="",
        pattern=rf"^$|{RECORD_ID_PATTERN}",
        description="The id that the page begins after; hydra:next leads there",
    )


class WholeCatalogue(ApiHandler):
    """The catalogue as others harvest it; the ending of the address stands above ``Accept``."""

    @operation(
        "catalogue.read",
        "All published records as DCAT-AP, a page of 100 at a time, by Accept or by the ending "
        "(ttl, rdf, jsonld)",
        query=PageQuery,
        media="rdf",
        errors=(406,),
    )
    async def get(self, ending: str = "") -> None:
        """One page; ``hydra:next`` leads to the one after it."""
        form = self._ended(ending) if ending else self._wished()
        part = await self.portal.read(
            published_part, self.query_as(PageQuery).after, RECORDS_OF_A_PAGE
        )
        content = await self.portal.work(catalogue_as, form, self._page(part))
        self.set_header("Content-Type", form.content_type)
        self.set_header("Cache-Control", ASKED_AGAIN)
        self.set_header("Vary", "Accept")
        if part.last:
            self.set_header("Link", f'<{self._after(part.last)}>; rel="next"')
        self.finish(content)

    def _ended(self, ending: str) -> Form:
        form = next((one for one in CATALOGUE_FORMS if one.ending == ending), None)
        if form is None:
            raise NotFound(
                "no-such-form", NO_SUCH_ENDING.format(ending=ending[:80], endings=ENDINGS)
            )
        return form

    def _wished(self) -> Form:
        accept = self.request.headers.get("Accept", "")
        form = chosen(accept, CATALOGUE_FORMS)
        if form is None:
            forms = ", ".join(one.media_type for one in CATALOGUE_FORMS)
            said = NOT_IN_THAT_FORM.format(accept=accept[:200], forms=forms, endings=ENDINGS)
            raise NotAcceptable("not-acceptable", said)
        return form

    def _page(self, part: Part) -> CataloguePage:
        settings = self.portal.settings
        prefix = settings.hub.service_prefix
        site = site_of(settings.data_dir, prefix, settings.hub.hub_prefix)
        home = f"{self.request.protocol}://{self.request.host}{prefix}"
        after = self.get_query_argument("after", "")
        titles = {}
        told = {}
        for language in LANGUAGES:
            t = translations(language)
            titles[language] = t.gettext("Catalogue of %(factory)s") % {"factory": site.name}
            told[language] = t.gettext(
                "The services, datasets and training that %(factory)s knows of."
            ) % {"factory": site.name}
        return CataloguePage(
            title=titles,
            description=told,
            publisher=site.name,
            homepage=f"{home}find",
            address=f"{home}api/catalogue",
            here=self._after(after),
            first=self._after(""),
            following=self._after(part.last) if part.last else None,
            total=part.total,
            records=part.records,
            permalinks=tuple(f"{home}find/{one.id}" for one in part.records),
        )

    def _after(self, record_id: str) -> str:
        request = self.request
        return f"{request.protocol}://{request.host}{request.path}?after={record_id}"
