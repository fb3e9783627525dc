"""A dataset as Croissant 1.1 (MLCommons): its files, and the tables in them where that is sure.

Croissant wants to know of each column of a table where it stands in which file. Records that came
from Croissant keep that. Of others only the one table of one file is a record set here; of tables
that cannot be found the columns are named (``variableMeasured``), and ``sameAs`` leads to the
owner's own description. A distribution that is only a page and no file is left out: Croissant's
files can be fetched. With a file whose checksum nobody told, the dataset is one that may change
(``isLiveDataset``).
"""

from __future__ import annotations

from typing import Final

from officina_hub.catalogue.croissant_terms import OF_FILE
from officina_hub.catalogue.readers.authority import media_type_of
from officina_hub.catalogue.readers.identity import is_address
from officina_hub.catalogue.writers.authority_iris import licence_iri, media_type_for
from officina_hub.catalogue.writers.croissant_tables import kept, tables_of, type_of
from officina_hub.catalogue.writers.schema_org_words import agent
from officina_hub.catalogue.writers.tree import Tree, pruned
from officina_widgets.catalogue.records import Dataset, Distribution, RecordField, RecordSet
from officina_widgets.catalogue.words import UNTAGGED
from officina_widgets.finding.loading_code import format_of

CONFORMS_TO: Final = "http://mlcommons.org/croissant/1.1"
CROISSANT: Final = "http://mlcommons.org/croissant/"
TERMS: Final = (
    "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "excludes", "extract",
    "field", "fileObject", "fileProperty", "fileSet", "format", "includes", "isArray",
    "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references",
    "regex", "repeated", "replace", "samplingRate", "separator", "source", "subField", "transform",
)  # fmt: skip
CONTEXT: Final[Tree] = {
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": CROISSANT,
    "rai": f"{CROISSANT}RAI/",
    "dct": "http://purl.org/dc/terms/",
    "wd": "https://www.wikidata.org/wiki/",
    "conformsTo": "dct:conformsTo",
    **{term: f"cr:{term}" for term in TERMS},
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
}
MOST_COLUMNS: Final = 200
BYTES: Final = "application/octet-stream"
TABLES: Final = frozenset({"CSV", "TSV", "PARQUET"})


def as_croissant(record: Dataset, *, url: str) -> Tree:
    """The document; ``url`` is the page of the record, for one that has none of its own."""
    language = _language(record)
    files = _files(record, language)
    tables = tables_of(record.record_sets, frozenset(one["@id"] for one in files))
    told = [one.of for one in tables]
    alone = None if told else _table(record)
    untold = [one for one in record.record_sets if one not in told and not alone]
    document = pruned(
        {
            "@type": "sc:Dataset",
            "@id": record.iri,
            "conformsTo": CONFORMS_TO,
            "name": record.title[language],
            "description": _told(record.description, language),
            "url": record.landing_page or url,
            "sameAs": record.croissant,
            "license": licence_iri(record.licence) or record.licence,
            "creator": [agent(each) for each in record.creator],
            "publisher": agent(record.publisher),
            "keywords": list(record.keywords),
            "inLanguage": list(record.languages),
            "identifier": list(record.identifiers),
            "version": record.version,
            "datePublished": record.issued.isoformat() if record.issued else None,
            "dateModified": record.modified.isoformat() if record.modified else None,
            "spatialCoverage": list(record.spatial),
            "citeAs": record.cite_as,
            "isLiveDataset": not all(map(_is_pinned, _fetched(record))) or None,
            "distribution": files,
            "variableMeasured": [each.name for one in untold for each in one.fields][:MOST_COLUMNS],
            "recordSet": [one.tree for one in tables] or ([alone] if alone else []),
        }
    )
    # Readers want the key also where nobody told the language; null is JSON-LD's word for that.
    tongue = None if language == UNTAGGED else language
    return {"@context": {"@language": tongue} | CONTEXT} | document


def _fetched(record: Dataset) -> list[Distribution]:
    return [one for one in record.distributions if one.download_url]


def _is_pinned(one: Distribution) -> bool:
    """Whether it can be told that it is still the same file; Croissant knows these two ways."""
    return one.checksum is not None and one.checksum.algorithm in {"md5", "sha256"}


def _language(record: Dataset) -> str:
    """Croissant's names are texts in one language: English where there is a choice."""
    return next((one for one in ("en", UNTAGGED) if one in record.title), next(iter(record.title)))


def _told(said: dict[str, str], language: str) -> str | None:
    return said.get(language) or next(iter(said.values()), None)


def _files(record: Dataset, language: str) -> list[Tree]:
    """Those that can be fetched, and those that stand in these."""
    found = [_file(one, n, language) for n, one in enumerate(record.distributions, 1)]
    while True:
        ids = {one["@id"] for one in found}
        left = [one for one in found if _can_be_got(one, ids)]
        if len(left) == len(found):
            return [one if _is_held(one, ids) else _alone(one) for one in found]
        found = left


def _can_be_got(one: Tree, ids: set[str]) -> bool:
    place = one.get("contentUrl")
    return is_address(place) or (_is_held(one, ids) and bool(place or one.get("includes")))


def _is_held(one: Tree, ids: set[str]) -> bool:
    """Whether it stands in other files, and each of these is written."""
    holders = one.get("containedIn", [])
    named = holders if isinstance(holders, list) else [holders]
    names = [each.get("@id") for each in named if isinstance(each, dict)]
    known = [name for name in names if isinstance(name, str) and name in ids]
    return bool(named) and len(known) == len(named)


def _alone(one: Tree) -> Tree:
    return {term: value for term, value in one.items() if term != "containedIn"}


def _file(one: Distribution, number: int, language: str) -> Tree:
    rest = kept(one.as_croissant, OF_FILE)
    name = _id(one, number)
    checksum = one.checksum
    return pruned(
        rest
        | {
            "@type": "cr:FileSet" if "includes" in rest else "cr:FileObject",
            "@id": name,
            "name": _told(one.title, language) or name,
            "description": _told(one.description, language),
            "contentUrl": one.download_url or rest.get("contentUrl"),
            "contentSize": f"{one.byte_size} B" if one.byte_size is not None else None,
            "encodingFormat": media_type_of(one.media_type or "")
            or media_type_for(one.format)
            or BYTES,
            checksum.algorithm if checksum else "": checksum.checksum_value if checksum else None,
        }
    )


def _id(one: Distribution, number: int) -> str:
    told = kept(one.as_croissant, ("@id",)).get("@id")
    return told if isinstance(told, str) and told else f"file-{number}"


def _table(record: Dataset) -> Tree | None:
    """The one table of the one file that has columns, by their names."""
    files = [
        _id(each, number)
        for number, each in enumerate(record.distributions, 1)
        if each.download_url and format_of(each) in TABLES
    ]
    if len(files) != 1 or len(record.record_sets) != 1:
        return None
    (table,) = record.record_sets
    columns = [_column(each, table, files[0]) for each in table.fields]
    if not columns or None in columns:
        return None
    return pruned(
        {
            "@type": "cr:RecordSet",
            "@id": table.id,
            "name": table.name,
            "description": table.description,
            "field": columns,
        }
    )


def _column(field: RecordField, table: RecordSet, file: str) -> Tree | None:
    """A column; nothing where its type is none that Croissant knows."""
    kind = type_of(field)
    if kind is None:
        return None
    return pruned(
        {
            "@type": "cr:Field",
            "@id": f"{table.id}/{field.name}",
            "name": field.name,
            "description": field.description,
            "dataType": kind,
            "source": {"fileObject": {"@id": file}, "extract": {"column": field.name}},
        }
    )
