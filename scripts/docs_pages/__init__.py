"""The pages of docs/reference that are made from the code, and the check of all links.

``PAGES`` is the one list; ``scripts/check_docs.py`` compares, or writes with ``--write``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from docs_pages.checks import checks_page
from docs_pages.commands import commands_page
from docs_pages.course_toml import course_toml_page
from docs_pages.gates import gates_page
from docs_pages.rest import rest_page
from docs_pages.traits import traits_page
from officina_hub.factory.docs import scopes_page, settings_page

PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "docs/reference/checks.md": checks_page,
    "docs/reference/commands.md": commands_page,
    "docs/reference/course-toml.md": course_toml_page,
    "docs/reference/gates.md": gates_page,
    "docs/reference/rest.md": rest_page,
    "docs/reference/scopes.md": scopes_page,
    "docs/reference/settings.md": settings_page,
    "docs/reference/traits.md": traits_page,
}
