"""``/courses``: the list of courses with its search, whole or only its results for htmx."""

from __future__ import annotations

from typing import Any, Final, NamedTuple, get_args
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from officina_courses.model import Level
from officina_hub.portal.blobs import BlobStore
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.subjects import subjects_taught
from officina_hub.portal.store.courses import CourseQuery, course_languages, list_courses
from officina_hub.portal.store.subjects import taught_courses
from officina_hub.portal.store.told_courses import told_summaries
from officina_widgets.wire import CoursePage

PER_PAGE: Final = 24
LEVELS: Final[tuple[str, ...]] = get_args(Level)
LONGEST_SEARCH: Final = 200


class Search(NamedTuple):
    """What the reader asked for, as the form shows it again."""

    search: str = ""
    language: str = ""
    level: str = ""
    page: int = 1

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows the list, so that an empty one means there is no course."""
        return not (self.search or self.language or self.level)

    def query(self) -> CourseQuery:
        """The same for the store; what is no level or no page at all asks for nothing."""
        return CourseQuery.model_validate(
            {
                "search": self.search,
                "language": self.language,
                "level": self.level or None,
                "limit": PER_PAGE,
                "offset": (self.page - 1) * PER_PAGE,
            }
        )

    def href(self, page: int) -> str:
        """The address of another page of the same search."""
        asked = {"search": self.search, "language": self.language, "level": self.level}
        kept = {name: value for name, value in asked.items() if value}
        return "?" + urlencode(kept | {"page": page})


class Pages(NamedTuple):
    """Where in a longer list the reader is."""

    number: int
    total: int
    previous: str
    next: str


def pages_of(search: Search, found: CoursePage) -> Pages:
    """The neighbours of this page of results."""
    total = max(1, -(-found.total // PER_PAGE))
    return Pages(
        number=search.page,
        total=total,
        previous=search.href(search.page - 1) if search.page > 1 else "",
        next=search.href(search.page + 1) if search.page < total else "",
    )


class CoursesHandler(PageHandler):
    """The list; htmx gets the results alone."""

    door = "learn"

    async def get(self) -> None:
        search = self._search()
        query = search.query()
        found = await self.portal.read(_found, self.portal.blobs, query, user=self.person)
        context: dict[str, Any] = {
            "query": search,
            "found": found,
            "pages": pages_of(search, found),
        }
        self.set_header("Vary", "HX-Request")
        if self.is_partial:
            self.render_page("_parts/course_results.html", **context)
            return
        languages = await self.portal.read(course_languages)
        context["subjects"] = subjects_taught(self.t, await self.portal.read(taught_courses))
        self.render_page("courses.html", course_languages=languages, levels=LEVELS, **context)

    def _search(self) -> Search:
        level = self.get_argument("level", "")
        page = self.get_argument("page", "1")
        return Search(
            search=self.get_argument("search", "")[:LONGEST_SEARCH],
            language=self.get_argument("language", "")[:32],
            level=level if level in LEVELS else "",
            page=min(max(int(page), 1), 10_000) if page.isascii() and page.isdigit() else 1,
        )


def _found(session: Session, blobs: BlobStore, query: CourseQuery, *, user: str) -> CoursePage:
    found = list_courses(session, query, user=user)
    items = told_summaries(session, blobs, found.items, user=user, asked=query.language)
    return found.model_copy(update={"items": items})
