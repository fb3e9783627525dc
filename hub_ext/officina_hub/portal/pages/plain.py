"""Pages that only say something: Find, help, the accessibility statement."""

from __future__ import annotations

from officina_hub.portal.pages.base import OpenPageHandler, PageHandler


class FindHandler(PageHandler):
    """What can be searched in this release, said as it is."""

    door = "find"

    async def get(self) -> None:
        self.render_page("find.html")


class HelpHandler(OpenPageHandler):
    """Answers for learners; the login page leads here, so no login is needed."""

    async def get(self) -> None:
        self.render_page("help.html")


class AccessibilityHandler(OpenPageHandler):
    """The statement that Directive (EU) 2016/2102 asks for."""

    async def get(self) -> None:
        self.render_page("accessibility.html")
