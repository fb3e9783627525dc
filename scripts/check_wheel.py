"""Build the wheel and see that everything a running Officina needs is inside it.

A checkout hides what a wheel forgets: templates, migrations, catalogues, the shipped courses.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = {
    "hub_ext": "officina_hub",
    "spawners": "officina_spawners",
    "widgets": "officina_widgets",
    "courses": "officina_courses",
}
IGNORED = {"__pycache__", ".ipynb_checkpoints"}


def expected() -> set[str]:
    """Every tracked file below the four packages, and the shipped courses as data files."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", *ROOMS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    names = set()
    for line in filter(None, listed):
        path = Path(line)
        if IGNORED & set(path.parts) or not (ROOT / path).is_file():
            continue
        if path.parts[1] == ROOMS[path.parts[0]]:
            names.add(Path(*path.parts[1:]).as_posix())
        elif path.parts[0] == "courses":
            names.add(f"officina-VERSION.data/data/share/officina/{path.as_posix()}")
    return names


def main() -> int:
    """Compare; returns the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "build", "--wheel", "--outdir", folder, str(ROOT)],
            check=True,
            capture_output=True,
        )
        wheel = next(Path(folder).glob("*.whl"))
        version = wheel.name.split("-")[1]
        inside = set(zipfile.ZipFile(wheel).namelist())
    missing = sorted(name for name in expected() if name.replace("VERSION", version) not in inside)
    for name in missing:
        print(f"not in the wheel: {name}; add its pattern to package-data in pyproject.toml")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
