"""A small notebook that loads a dataset, once its person has read it and runs it."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

from officina_widgets.catalogue.records import Dataset
from officina_widgets.catalogue.words import in_language
from officina_widgets.finding.loading_code import loading_code

KERNEL: Final = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
# No word of the record stands here: Markdown would take it for markup.
HEAD: Final = """\
# Load a dataset

Made from the record `{record_id}` of the catalogue, which is found under *Find* on the hub's pages.
Read the next cell, then run it: nothing has been run yet.
"""
NOT_IN_NAME: Final = re.compile(r"[^a-z0-9]+")
LONGEST_NAME: Final = 60


def loading_notebook(dataset: Dataset, *, record_id: str) -> dict[str, Any] | None:
    """The notebook, the same for the same record; nothing where nothing can be fetched."""
    code = loading_code(dataset)
    if not code:
        return None
    words = HEAD.format(record_id=record_id).rstrip()
    cells = [
        {"cell_type": "markdown", "id": "from", "metadata": {}, "source": words},
        {
            "cell_type": "code",
            "id": "load",
            "metadata": {},
            "source": code.rstrip(),
            "execution_count": None,
            "outputs": [],
        },
    ]
    return {
        "cells": cells,
        "metadata": {"kernelspec": KERNEL},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def notebook_name(dataset: Dataset) -> str:
    """What its file is called, without the ending: its title, as far as a name can have it."""
    title = in_language(dataset.title, ()).lower()
    folded = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return NOT_IN_NAME.sub("-", folded).strip("-")[:LONGEST_NAME].strip("-") or "dataset"
