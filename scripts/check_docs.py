"""See that the reference says what the code does, and that every link of the docs leads somewhere.

Usage: scripts/check_docs.py [--write]      --write makes the generated pages anew
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from docs_pages import PAGES
from docs_pages.links import broken_links

ROOT = Path(__file__).parent.parent
AGAIN = "make it anew with: .venv-dev/bin/python scripts/check_docs.py --write"


def stale_pages(root: Path) -> Iterator[str]:
    """One line for each generated page that differs from what the code says."""
    for name, render in PAGES.items():
        page = root / name
        if not page.is_file():
            yield f"{name} is missing; {AGAIN}"
        elif page.read_text(encoding="utf-8") != render():
            yield f"{name} differs from the code; {AGAIN}"


def write_pages(root: Path) -> None:
    """Make all generated pages anew."""
    for name, render in PAGES.items():
        (root / name).write_text(render(), encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Check, or write and check; returns the exit status."""
    if arguments == ["--write"]:
        write_pages(ROOT)
    elif arguments:
        print(__doc__)
        return 2
    found = [*stale_pages(ROOT), *broken_links(ROOT)]
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
