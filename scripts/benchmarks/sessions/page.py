"""The reference page: a section a part, each between marks by which it is renewed."""

from __future__ import annotations

import re


def with_section(page: str, name: str, section: str) -> str:
    """The page with this part's section in place of the old one, or at the end."""
    begin, end = f"<!-- bench {name} -->", f"<!-- /bench {name} -->"
    block = f"{begin}\n{section.strip()}\n{end}"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if pattern.search(page):
        return pattern.sub(lambda _: block, page, count=1)
    return f"{page.rstrip()}\n\n{block}\n"
