"""Pages that only say something: help, the accessibility statement."""

from __future__ import annotations

from officina_hub.portal.pages.base import OpenPageHandler


class HelpHandler(OpenPageHandler):
    """Answers for learners; the login page leads here, so no login is needed."""

    async def get(self) -> None:
        self.render_page("help.html")


class AccessibilityHandler(OpenPageHandler):
    """The statement that Directive (EU) 2016/2102 asks for."""

    async def get(self) -> None:
        self.render_page("accessibility.html")
