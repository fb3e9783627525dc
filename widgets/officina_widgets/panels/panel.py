"""What panels have in common: answering what their view asks, whatever happens."""

from __future__ import annotations

import logging
from typing import Any

import anywidget
import traitlets
from pydantic import ConfigDict, ValidationError

from officina_courses.model import Frozen
from officina_widgets.errors import PortalError
from officina_widgets.panels.words import words

log = logging.getLogger(__name__)

FAILED = (
    "This could not be shown, for a reason that stands in the log of the kernel. Your notebook is "
    "as it was. Try again; if it stays so, tell your support."
)
NOT_UNDERSTOOD = "The view asked something that this kernel does not know. Run the cell again."


class Asked(Frozen):
    """What a view wants; the answer has the same number."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: str
    view: str
    number: int


class Panel(anywidget.AnyWidget):
    """A widget that shows how something stands."""

    _words = traitlets.Dict().tag(sync=True)
    language = traitlets.Unicode(
        "", help="The reader's, as de; where empty, the language of the page that shows it"
    ).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(_words=words(), **traits)
        self.on_msg(self._heard)

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[Any, Any], dict[Any, Any]] | None:
        """The widget, and the same as text and as a table for those who show no widgets."""
        bundle = super()._repr_mimebundle_(**options)
        return bundle and ({**bundle[0], **self._told()}, bundle[1])

    def _told(self) -> dict[str, str]:
        """What somebody who sees no widget should see, by its media type."""
        raise NotImplementedError

    def _do(self, what: str) -> dict[str, Any]:
        """What the view asks for; raises ``KeyError`` where it is nothing that can be asked."""
        raise NotImplementedError

    def _heard(self, _widget: object, content: object, _buffers: object) -> None:
        try:
            asked = Asked.model_validate(content)
        except ValidationError:
            return
        self.send({"view": asked.view, "number": asked.number, **self._answer(asked.type)})

    def _answer(self, what: str) -> dict[str, Any]:
        try:
            return {"state": self._do(what)}
        except PortalError as error:
            return {"sentence": str(error)}
        except KeyError:
            return {"sentence": NOT_UNDERSTOOD}
        except Exception:
            log.exception("a panel's question failed")
            return {"sentence": FAILED}
