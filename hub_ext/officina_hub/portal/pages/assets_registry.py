"""``/assets``: what can be used again instead of being made again."""

from __future__ import annotations

from typing import Final, get_args

from officina_courses.model import Kind
from officina_courses.saying import say
from officina_hub.portal.errors import Forbidden
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.find_words import package_kind_name
from officina_hub.portal.rights import RIGHTS
from officina_hub.portal.store.assets import assets
from officina_widgets.assets_wire import AssetShelf

PER_PAGE: Final = 50
MOST_PAGES: Final = 10_000
NOT_FOR_YOU: Final = say(
    "The list of what is shared is for those who publish courses and for operators. Find shows "
    "what you can use."
)


class AssetsHandler(PageHandler):
    """The page."""

    door = "teach"

    async def get(self) -> None:
        """One shelf, page by page."""
        if not any(self.has_scope(grant.scope) for grant in RIGHTS["assets.read"].grants):
            raise Forbidden("not-for-you", NOT_FOR_YOU)
        asked = self.get_argument("shelf", "courses")
        shelves: tuple[AssetShelf, ...] = get_args(AssetShelf)
        shelf = next((one for one in shelves if one == asked), shelves[0])
        page = self._page()
        ours = self.portal.settings.identity.federation_address
        offset = (page - 1) * PER_PAGE
        found = await self.portal.read(assets, shelf, ours, limit=PER_PAGE, offset=offset)
        t = self.t
        self.render_page(
            "assets.html",
            found=found,
            page=page,
            last=max(1, -(-found.total // PER_PAGE)),
            shelves={
                "courses": t.gettext("Courses and tools"),
                "datasets": t.gettext("Datasets"),
                "environments": t.gettext("Environments"),
            },
            kinds={
                **{kind: package_kind_name(t, kind) for kind in get_args(Kind)},
                "dataset": t.gettext("Dataset"),
                "environment": t.gettext("Environment"),
            },
            whence={
                "own": t.gettext("made here"),
                "peer": t.gettext("another factory"),
                "file": t.gettext("a file"),
                "catalogue": t.gettext("the catalogue"),
            },
        )

    def _page(self) -> int:
        asked = self.get_argument("page", "1")[:6]
        is_number = asked.isascii() and asked.isdecimal()
        return min(max(int(asked), 1), MOST_PAGES) if is_number else 1
