"""Style sheets and scripts. Their addresses carry a version, so browsers may keep them for good."""

from __future__ import annotations

import mimetypes
from typing import Final

from tornado.web import HTTPError

from officina_hub.portal.pages.base import OpenPageHandler
from officina_hub.portal.pages.site import HTMX, STATIC, static_file
from officina_hub.portal.pages.theme import theme_css

FOR_GOOD: Final = "public, max-age=31536000, immutable"
SHORTLY: Final = "public, max-age=300"


class StaticHandler(OpenPageHandler):
    """One of our few files; a name that is not among them is not looked for on the disk."""

    async def get(self, name: str) -> None:
        if name not in {path.name for path in STATIC.iterdir()} | {HTMX.name}:
            raise HTTPError(404)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.set_header("Content-Type", f"{kind}; charset=utf-8")
        self.set_header("Cache-Control", FOR_GOOD if self.get_argument("v", "") else SHORTLY)
        self.finish(static_file(name).read_bytes())


class ThemeHandler(OpenPageHandler):
    """The factory's accent colour as a style sheet; the Hub's own pages use it too."""

    async def get(self) -> None:
        self.set_header("Content-Type", "text/css; charset=utf-8")
        self.set_header("Cache-Control", FOR_GOOD if self.get_argument("v", "") else SHORTLY)
        self.finish(theme_css(self.site.accent))
