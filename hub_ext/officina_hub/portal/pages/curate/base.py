"""What all pages of the curators share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from officina_courses.saying import say
from officina_hub.portal.errors import Forbidden
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.rights import Standing, is_allowed

NOT_A_CURATOR: Final = say(
    "You are logged in as %(name)s, who is not one of the catalogue's curators, so you cannot "
    "change it. An operator of this hub can add you to the Hub's group 'curators'."
)
CONTROL: Final = "f."
WAS: Final = "was."


class CuratorHandler(PageHandler):
    """A page for curators alone."""

    right = "catalogue.curate"
    door = "catalogue"

    async def check_right(self) -> None:
        """Nobody but curators; a trainer of a course could not help here."""
        if not is_allowed(self.right, self.who, Standing()):
            raise Forbidden("not-a-curator", NOT_A_CURATOR.with_values(name=self.person))

    def typed(self) -> Mapping[str, tuple[str, ...]]:
        """What was typed, by the names of the controls; line ends as they are kept."""
        return {
            name.removeprefix(CONTROL): tuple(
                value.replace("\r\n", "\n") for value in self.get_body_arguments(name, strip=False)
            )
            for name in self.request.body_arguments
            if name.startswith(CONTROL)
        }

    def marks(self) -> dict[str, str]:
        """The fingerprints of what stood in each field when the form was written."""
        return {
            name.removeprefix(WAS): self.get_body_argument(name)
            for name in self.request.body_arguments
            if name.startswith(WAS)
        }

    def deed(self) -> tuple[str, str]:
        """Which button was pressed, and of which field it is."""
        deed, _, field = self.get_body_argument("deed", "look").partition(":")
        return deed, field
