"""Python code that loads a dataset, to be read and then run by the person: never run by itself.

Whatever comes from a record is hostile until quoted. It enters the code in two ways only: as a
string by ``repr``, which escapes quotes, line ends and whatever does not print, and as a comment by
``_comment``, which keeps it on its line. No value of a record stands in the first two lines, where
Python looks for the encoding of a file (PEP 263).
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final, Literal, NamedTuple
from urllib.parse import urlsplit

from officina_widgets.catalogue.records import Dataset, Distribution
from officina_widgets.catalogue.words import in_language
from officina_widgets.finding.citation import citation_of

Library = Literal["pandas", "duckdb"]

HEAD: Final = (
    "# Loads a dataset that was found in the catalogue. Look through these lines before you run",
    "# them: what they say of the dataset is what its owner told the catalogue.",
)
LONGEST_COMMENT: Final = 300
HUB_ADDRESS: Final = re.compile(
    r"https://huggingface\.co/datasets/([A-Za-z0-9][\w.-]{0,95}/[\w.-]{1,96})/?", re.ASCII
)
# What of a file's name tells how to read it; the rest of the name is only for people.
UNSAFE_IN_NAME: Final = re.compile(r"[^A-Za-z0-9._-]+")
BY_MEDIA_TYPE: Final = {
    "text/csv": "CSV",
    "text/tab-separated-values": "TSV",
    "application/vnd.apache.parquet": "PARQUET",
    "application/x-parquet": "PARQUET",
}
READERS: Final = {
    "PARQUET": "pandas.read_parquet(file)",
    "CSV": "pandas.read_csv(file, sep=None, engine='python')  # it finds the separator out",
    "TSV": "pandas.read_csv(file, sep='\\t')",
}
SQL: Final = {"PARQUET": "read_parquet", "CSV": "read_csv", "TSV": "read_csv"}


class Recipe(NamedTuple):
    """Imports, then lines."""

    imports: tuple[str, ...]
    lines: tuple[str, ...]
    needs: str = ""  # what a session may lack


def loading_code(dataset: Dataset, *, library: Library = "pandas") -> str:
    """The code that fits the dataset's forms best; "" where nothing can be fetched."""
    recipe = _recipe(dataset, library)
    if recipe is None:
        return ""
    needs = [f"# Where it is missing: %pip install {recipe.needs}"] if recipe.needs else []
    lines = [*HEAD, *_told(dataset), *needs, *recipe.imports, "", *recipe.lines]
    return "\n".join(lines) + "\n"


def format_of(distribution: Distribution) -> str:
    """Its EU file type, found out by the media type where it is not told; else ""."""
    told = distribution.format or BY_MEDIA_TYPE.get((distribution.media_type or "").lower(), "")
    return told.upper()


def _recipe(dataset: Dataset, library: Library) -> Recipe | None:
    if dataset.croissant:
        return _with_croissant(dataset, dataset.croissant)
    files = [one for one in dataset.distributions if one.download_url]
    for form in READERS:
        for one in files:
            if format_of(one) == form:
                return _as_table(one, form, library)
    if found := _hub_id(dataset):
        return _from_hub(found)
    return _as_file(files[0]) if files else None


def _told(dataset: Dataset) -> list[str]:
    """Who made it and how it may be used, as comments."""
    licences = [dataset.licence, *(one.licence for one in dataset.distributions)]
    licence = next((one for one in licences if one), None)
    told = [
        _comment("Title", in_language(dataset.title, ())),
        _comment("Licence", licence or "none was told: ask the publisher before you use it"),
        _comment("Cite as", citation_of(dataset)),
    ]
    if dataset.access_rights in {"RESTRICTED", "NON_PUBLIC"}:
        contact = dataset.contact_point
        whom = (contact and (contact.email or contact.url or contact.name)) or "the publisher"
        told.append(_comment("Access", f"not open to everybody; ask {whom}"))
    return told


def _comment(name: str, text: str) -> str:
    """One line: what ends a line or cannot be seen becomes a blank."""
    seen = "".join(sign if sign.isprintable() else " " for sign in text)
    one_line = " ".join(seen.split())
    cut = one_line if len(one_line) <= LONGEST_COMMENT else one_line[: LONGEST_COMMENT - 1] + "…"
    return f"# {name}: {cut}"


def _with_croissant(dataset: Dataset, address: str) -> Recipe:
    chosen = (
        repr(dataset.record_sets[0].id)
        if dataset.record_sets
        else "dataset.metadata.record_sets[0].uuid"
    )
    return Recipe(
        ("import itertools", "", "import mlcroissant", "import pandas"),
        (
            f"dataset = mlcroissant.Dataset(jsonld={address!r})",
            f"records = dataset.records(record_set={chosen})",
            "frame = pandas.DataFrame(itertools.islice(records, 1000))  # the first thousand",
            "frame",
        ),
        needs="mlcroissant",
    )


def _as_table(one: Distribution, form: str, library: Library) -> Recipe:
    fetch = _fetched(one)
    if library == "duckdb":
        read = f"duckdb.sql('FROM {SQL[form]}(?)', params=[str(file)]).df()"
        return Recipe(
            (*fetch.imports, "", "import duckdb"), (*fetch.lines, *_shown(read)), "duckdb"
        )
    needs = "pyarrow" if form == "PARQUET" else ""
    lines = (*fetch.lines, *_shown(READERS[form]))
    return Recipe((*fetch.imports, "", "import pandas"), lines, needs)


def _as_file(one: Distribution) -> Recipe:
    fetch = _fetched(one)
    return Recipe(fetch.imports, (*fetch.lines, "file"))


def _shown(read: str) -> tuple[str, str]:
    return f"frame = {read}", "frame"


def _from_hub(name: str) -> Recipe:
    return Recipe(
        ("from datasets import load_dataset",),
        (f"dataset = load_dataset({name!r})", "dataset"),
        needs="datasets",
    )


def _hub_id(dataset: Dataset) -> str:
    for address in (dataset.iri, dataset.landing_page or ""):
        if found := HUB_ADDRESS.fullmatch(address):
            return found[1]
    return ""


def _fetched(one: Distribution) -> Recipe:
    """Fetch once into a file that nobody else has, and compare its checksum each time."""
    address = one.download_url or one.access_url
    imports = ["import shutil", "import urllib.request", "from pathlib import Path"]
    lines = [
        f"address = {address!r}",
        f"file = Path('downloads', {_file_name(address)!r})",
        "if not file.exists():",
        "    file.parent.mkdir(exist_ok=True)",
        "    fetched, _ = urllib.request.urlretrieve(address)",
        "    shutil.move(fetched, file)",
    ]
    if one.checksum is None:
        return Recipe(tuple(imports), (*lines, "# The catalogue knows no checksum of this file."))
    algorithm = one.checksum.algorithm
    lines += [
        "with file.open('rb') as content:",
        f"    checksum = hashlib.file_digest(content, {algorithm!r}).hexdigest()",
        f"if checksum != {one.checksum.checksum_value!r}:",
        "    raise ValueError(",
        "        f'{file} has the checksum {checksum}, which is not what the catalogue tells, '",
        "        'so it was not read. Delete it and try again, or tell the publisher.'",
        "    )",
    ]
    return Recipe(("import hashlib", *imports), tuple(lines))


def _file_name(address: str) -> str:
    """A name that can only be a file in that folder, another one for each address."""
    last = UNSAFE_IN_NAME.sub("-", urlsplit(address).path.rpartition("/")[2])[-80:]
    return f"{sha256(address.encode()).hexdigest()[:8]}-{last.strip('.-') or 'file'}"
