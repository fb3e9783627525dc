"""What finder and card have in common: the view's files, and answering what the view asks."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import anywidget
import traitlets
from pydantic import ValidationError

from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.errors import PortalError
from officina_widgets.finding.away import is_away, sentence_of
from officina_widgets.finding.cards import Details, details_of
from officina_widgets.finding.catalogues import Catalogue, session_catalogue
from officina_widgets.finding.messages import FROM_VIEW, Asked, Failed, Opened, Shown, ToView
from officina_widgets.finding.portal_pages import request_page
from officina_widgets.finding.questions import NotAQuestion, not_a_question
from officina_widgets.finding.view_code import module_code, style
from officina_widgets.finding.words import words

log = logging.getLogger(__name__)

FAILED = (
    "The search failed, for a reason that stands in the log of the kernel. Your notebook is as it "
    "was. Try again; if it stays so, tell your support."
)


class View(anywidget.AnyWidget):
    """A widget that shows records of the catalogue."""

    _esm = module_code()
    _css = style()
    _shows = traitlets.Unicode().tag(sync=True)
    _words = traitlets.Dict().tag(sync=True)
    language = traitlets.Unicode(
        "", help="The reader's, as de; where empty, the language of the page that shows it"
    ).tag(sync=True)

    def __init__(self, *, catalogue: Catalogue | None = None, **traits: Any) -> None:
        self._catalogue = catalogue
        self._known: dict[str, CatalogRecord] = {}
        super().__init__(_words=words(), **traits)
        self.on_msg(self._heard)

    @property
    def catalogue(self) -> Catalogue:
        """Who answers; raises ``NotConfigured`` where there is nobody."""
        if self._catalogue is None:
            self._catalogue = session_catalogue()
        return self._catalogue

    def languages(self) -> tuple[str, ...]:
        """Of the reader, as far as Python knows."""
        own = self.language[:2].lower()
        return (own, "en") if own not in {"", "en"} else ("en",)

    def record(self, record_id: str) -> CatalogRecord:
        """One record, asked for once."""
        if record_id not in self._known:
            self._known[record_id] = self.catalogue.record(record_id)
        return self._known[record_id]

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[Any, Any], dict[Any, Any]] | None:
        """The widget, and the records as text and as a table for those who show no widgets."""
        bundle = super()._repr_mimebundle_(**options)
        return bundle and ({**bundle[0], **self._told()}, bundle[1])

    def _told(self) -> dict[str, str]:
        """What somebody who sees no widget should see, by its media type."""
        raise NotImplementedError

    def _found(self, message: Asked, sender: Mapping[str, Any]) -> ToView:
        """What is found; a card alone has nothing to search."""
        raise NotAQuestion(not_a_question("this view shows one record"))

    def _heard(self, _widget: object, content: object, _buffers: object) -> None:
        """Answer the view. Whatever happens, it gets an answer, and the kernel goes on."""
        try:
            message = FROM_VIEW.validate_python(content)
        except ValidationError as error:
            answer: ToView = Failed(sentence=not_a_question(error), **_sender(content))
        else:
            answer = self._answer(message)
        self.send(answer.model_dump(mode="json"))

    def _answer(self, message: Asked | Opened) -> ToView:
        sender = {"view": message.view, "number": message.number}
        try:
            if isinstance(message, Asked):
                return self._found(message, sender)
            return Shown(details=self._details(message), **sender)
        except (PortalError, NotAQuestion) as error:
            return Failed(sentence=sentence_of(error), is_away=is_away(error), **sender)
        except Exception:
            log.exception("a finder's question failed")
            return Failed(sentence=FAILED, **sender)

    def _details(self, message: Opened) -> Details:
        """A record that is open, with the way to the portal's form where there is a portal."""
        filed = self.record(message.id)
        found = details_of(filed, message.languages)
        return found.model_copy(update={"request": request_page(filed)})


def _sender(content: object) -> dict[str, Any]:
    """Who asked, as far as that can be read."""
    if not isinstance(content, dict):
        return {}
    view, number = content.get("view"), content.get("number")
    if isinstance(view, str) and isinstance(number, int):
        return {"view": view[:80], "number": number}
    return {}
