"""A dataset as Croissant 1.1 (MLCommons): its files, and the table in them where that is sure.

Croissant wants to know of each column of a table where it stands in which file. The catalogue does
not keep that, so only the one table of one file with columns is a record set here; of others the
columns are named (``variableMeasured``), and ``sameAs`` leads to the owner's own description. A
distribution that is only a page and no file is left out: Croissant's files can be fetched. With a
file whose checksum nobody told, the dataset is one that may change (``isLiveDataset``).
"""

from __future__ import annotations

from typing import Final

from officina_hub.catalogue.readers.authority import media_type_of
from officina_hub.catalogue.writers.authority_iris import licence_iri, media_type_for
from officina_hub.catalogue.writers.schema_org_words import agent
from officina_hub.catalogue.writers.tree import Tree, pruned
from officina_widgets.catalogue.records import Dataset, Distribution, RecordField, RecordSet
from officina_widgets.catalogue.words import UNTAGGED
from officina_widgets.finding.loading_code import format_of

CONFORMS_TO: Final = "http://mlcommons.org/croissant/1.1"
CROISSANT: Final = "http://mlcommons.org/croissant/"
TERMS: Final = (
    "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field", "fileObject",
    "fileProperty", "fileSet", "format", "includes", "isLiveDataset", "jsonPath", "key", "md5",
    "parentField", "path", "recordSet", "references", "regex", "repeated", "replace",
    "samplingRate", "separator", "source", "subField", "transform",
)  # fmt: skip
CONTEXT: Final[Tree] = {
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": CROISSANT,
    "rai": f"{CROISSANT}RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    **{term: f"cr:{term}" for term in TERMS},
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
}
MOST_COLUMNS: Final = 200
BYTES: Final = "application/octet-stream"
TABLES: Final = frozenset({"CSV", "TSV", "PARQUET"})
# What data types are called, by their small names, as those of schema.org that Croissant takes.
TYPES: Final = {
    "boolean": "Boolean", "bool": "Boolean", "date": "Date", "datetime": "DateTime",
    "timestamp": "DateTime", "float": "Float", "double": "Float", "float32": "Float",
    "float64": "Float", "number": "Float", "integer": "Integer", "int": "Integer",
    "int32": "Integer", "int64": "Integer", "text": "Text", "string": "Text", "str": "Text",
    "url": "URL",
}  # fmt: skip


def as_croissant(record: Dataset, *, url: str) -> Tree:
    """The document; ``url`` is the page of the record, for one that has none of its own."""
    language = _language(record)
    table = _table(record)
    columns = [] if table else [each.name for one in record.record_sets for each in one.fields]
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
            "isLiveDataset": not all(map(_is_pinned, _files(record))) or None,
            "distribution": [
                _file(each, number, language)
                for number, each in enumerate(record.distributions, 1)
                if each.download_url
            ],
            "variableMeasured": columns[:MOST_COLUMNS],
            "recordSet": [table] if table else [],
        }
    )
    # Readers want the key also where nobody told the language; null is JSON-LD's word for that.
    told = None if language == UNTAGGED else language
    return {"@context": {"@language": told} | CONTEXT} | document


def _files(record: Dataset) -> list[Distribution]:
    return [one for one in record.distributions if one.download_url]


def _is_pinned(one: Distribution) -> bool:
    """Whether it can be told that it is still the same file; Croissant knows these two ways."""
    return one.checksum is not None and one.checksum.algorithm in {"md5", "sha256"}


def _language(record: Dataset) -> str:
    """Croissant's names are texts in one language: English where there is a choice."""
    return next((one for one in ("en", UNTAGGED) if one in record.title), next(iter(record.title)))


def _told(said: dict[str, str], language: str) -> str | None:
    return said.get(language) or next(iter(said.values()), None)


def _file(one: Distribution, number: int, language: str) -> Tree:
    name = f"file-{number}"
    checksum = one.checksum
    return pruned(
        {
            "@type": "cr:FileObject",
            "@id": name,
            "name": _told(one.title, language) or name,
            "description": _told(one.description, language),
            "contentUrl": one.download_url,
            "contentSize": f"{one.byte_size} B" if one.byte_size is not None else None,
            "encodingFormat": media_type_of(one.media_type or "")
            or media_type_for(one.format)
            or BYTES,
            checksum.algorithm if checksum else "": checksum.checksum_value if checksum else None,
        }
    )


def _table(record: Dataset) -> Tree | None:
    """The one table of the one file that has columns, by their names."""
    files = [
        f"file-{number}"
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
    kind = TYPES.get((field.data_type or "").lower())
    if kind is None:
        return None
    return pruned(
        {
            "@type": "cr:Field",
            "@id": f"{table.id}/{field.name}",
            "name": field.name,
            "description": field.description,
            "dataType": f"sc:{kind}",
            "source": {"fileObject": {"@id": file}, "extract": {"column": field.name}},
        }
    )
