"""A record as data: at its permalink for whoever asks for it so, and at addresses of its own."""

from __future__ import annotations

from typing import Any, Final

from tornado.web import HTTPError

from officina_hub.catalogue.writers import FORMS, Form, forms_of, record_as
from officina_hub.portal.accepting import chosen
from officina_hub.portal.errors import NotAcceptable, NotFound, NotLoggedIn
from officina_hub.portal.pages.base import NOT_LOGGED_IN, PageHandler
from officina_hub.portal.problem_json import PROBLEM_JSON, problem_json
from officina_hub.portal.standing import check_path
from officina_hub.portal.store.catalogue_read import published_record
from officina_widgets.catalogue.filed import CatalogRecord

PAGE: Final = Form("", "HTML", "text/html")
ASKED_AGAIN: Final = "private, no-cache"
NOT_IN_THAT_FORM: Final = (
    "The record {record_id} is there, but not as {accept!r}. It comes as {forms}; ask for one of "
    "these in Accept. With its source and its quality it is JSON at api/catalogue/records."
)
NO_SUCH_FORM: Final = (
    "There is no {form} of the record {record_id}: it describes a {kind}, and that form is for "
    "datasets. Take one of the others: {endings}."
)


class RecordDataHandler(PageHandler):
    """``/find/{record_id}.ttl`` and its like; programs are answered as programs are."""

    door = "find"

    async def prepare(self) -> None:
        """Let the reader in; only who takes a page is sent to the login, which is one."""
        self.set_header("Vary", "Accept")
        if self.takes_page:
            await super().prepare()
            return
        check_path(self.path_kwargs)
        if await self.identify() is None:
            raise NotLoggedIn("not-logged-in", NOT_LOGGED_IN)
        await self.check_right()

    @property
    def takes_page(self) -> bool:
        """Whether a page is what the asker would rather have."""
        return chosen(self.request.headers.get("Accept", ""), (PAGE, *FORMS)) is PAGE

    async def get(self, record_id: str) -> None:
        """The record in the form that the address ends with."""
        path = self.request.path
        form = next(one for one in FORMS if path.endswith(f".{one.ending}"))
        filed = await self.portal.read(published_record, record_id)
        if form not in forms_of(filed.record):
            raise NotFound(
                "no-such-form",
                NO_SUCH_FORM.format(
                    form=form.name,
                    record_id=record_id,
                    kind=filed.record.kind.replace("_", " "),
                    endings=", ".join(f".{one.ending}" for one in forms_of(filed.record)),
                ),
            )
        await self.give(filed, form)

    def form_wished(self, filed: CatalogRecord) -> Form:
        """What the request takes: the page, or one of the forms of the record."""
        accept = self.request.headers.get("Accept", "")
        offered = (PAGE, *forms_of(filed.record))
        form = chosen(accept, offered)
        if form is None:
            kinds = ", ".join(dict.fromkeys(one.media_type for one in offered))
            raise NotAcceptable(
                "not-acceptable",
                NOT_IN_THAT_FORM.format(record_id=filed.id, accept=accept[:200], forms=kinds),
            )
        return form

    async def give(self, filed: CatalogRecord, form: Form) -> None:
        """Answer with the record in that form."""
        content = await self.portal.work(record_as, form, filed, url=self.permalink(filed.id))
        self.set_header("Content-Type", form.content_type)
        self.set_header("Content-Location", self.address(f"find/{filed.id}.{form.ending}"))
        self.set_header("Cache-Control", ASKED_AGAIN)
        self.tell_alternates(filed)
        self.finish(content)

    def tell_alternates(self, filed: CatalogRecord) -> None:
        """Name the other forms, for programs that look at headers only."""
        for one in forms_of(filed.record):
            profile = f'; profile="{one.profile}"' if one.profile else ""
            address = self.address(f"find/{filed.id}.{one.ending}")
            told = f'<{address}>; rel="alternate"; type="{one.media_type}"{profile}'
            self.add_header("Link", f'{told}; title="{one.name}"')

    def permalink(self, record_id: str) -> str:
        """The whole address of the record's page."""
        host = f"{self.request.protocol}://{self.request.host}"
        return host + self.address(f"find/{record_id}")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """An error in the form in which the asker reads."""
        if self.takes_page:
            super().write_error(status_code, **kwargs)
            return
        error = kwargs["exc_info"][1] if "exc_info" in kwargs else HTTPError(status_code)
        told = self.understood(error)
        self.set_status(told.status, told.title)
        self.set_header("Content-Type", PROBLEM_JSON)
        self.set_header("Cache-Control", "no-store")
        self.finish(problem_json(told, self.reader.language, self.correlation_id))
