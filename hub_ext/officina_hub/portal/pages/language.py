"""The choice of a language, kept in a cookie that the Hub's own pages read, too."""

from __future__ import annotations

from typing import Final

from officina_hub.portal.i18n import LANGUAGE_COOKIE, LANGUAGES
from officina_hub.portal.pages.base import OpenPageHandler

YEAR_DAYS: Final = 365


class LanguageHandler(OpenPageHandler):
    """Takes the choice and goes back to the page it was made on."""

    async def post(self) -> None:
        chosen = self.get_body_argument("language", "")
        if chosen in LANGUAGES:
            path = self.portal.settings.hub.base_url
            self.set_cookie(
                LANGUAGE_COOKIE, chosen, path=path, expires_days=YEAR_DAYS, samesite="Lax"
            )
        self.redirect(safe_return(self.get_body_argument("next", ""), self.site.prefix))


def safe_return(path: str, prefix: str) -> str:
    """``path`` where it is one of the portal's own pages, else its home page.

    Anything else could lead to another site: an address with a host, a backslash or a control
    character, which some browsers read as one.
    """
    is_plain = path.isprintable() and "\\" not in path and "//" not in path.partition("?")[0]
    return path if path.startswith(prefix) and is_plain else prefix
