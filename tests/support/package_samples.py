"""A course with everything that a package can carry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from officina_courses.packages import PackageFacts, PrivateKey

COURSE_TOML = """\
id = "demo"
title = "A demo"
version = "1.2.0"
released = 2026-11-23
summary = "Shows a course."
description = "Shows a *course*."
language = "en"
minutes = 30
objectives = ["See a course"]
prerequisites = ["A computer"]
keywords = ["demo"]
licence = "CC-BY-4.0"

[[parts]]
path = "source/ps1/data/"
licence = "CC0-1.0"

[[authors]]
name = "Ada Lovelace"
affiliation = "Analytical Engines"
orcid = "0000-0002-1825-0097"

[[authors]]
name = "Charles"

[[skills]]
id = "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d"
label = "Python (computer programming)"

[[exercises]]
id = "ps1"
title = "First"
minutes = 20

[environment]
packages = ["pandera>=0.35"]
"""


def notebook(*sources: str) -> bytes:
    """A notebook whose cells have these texts and the ids c0, c1 …"""
    cells = [
        {
            "cell_type": "code", "id": f"c{place}", "source": source, "metadata": {},
            "outputs": [], "execution_count": None,
        }
        for place, source in enumerate(sources)
    ]  # fmt: skip
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    return json.dumps(content).encode()


FILES = {
    "course.toml": COURSE_TOML.encode(),
    "environment.lock": b"pandera==0.35.0\n",
    "CHANGELOG.md": b"# 1.2.0\n\nMore of it.\n",
    "LICENSE": b"CC-BY-4.0\n",
    "source/ps1/squares.ipynb": notebook("a = 1", "assert a == 1"),
    "source/ps1/data/towns à la carte.csv": "name\nKöln\n".encode(),
    "source/ps1/empty.txt": b"",
}


def write_course(folder: Path, files: dict[str, bytes] = FILES) -> Path:
    """The files below a new folder."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


class Packed(NamedTuple):
    """A signed package, and the keys of whoever signed it."""

    folder: Path
    file: Path
    facts: PackageFacts
    key: PrivateKey
    second: PrivateKey
