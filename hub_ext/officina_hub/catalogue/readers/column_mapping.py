"""Which column of a table is which field: a small TOML file, checked before anything is read.

::

    kind = "service"
    language = "fi"              # of texts whose field names no language
    separator = "|"              # between the values of a field that holds several
    delimiter = ";"              # between columns; found out if it is not given

    [columns]
    "Palvelun nimi" = "title"
    "Kuvaus (EN)" = "description.en"
    "Sähköposti" = "contact_point.email"

    [constants]
    "publisher.name" = "CSC"
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, get_args

from pydantic import BaseModel, Field, ValidationError

from officina_courses.model import Frozen
from officina_courses.toml_text import NoToml, toml_of
from officina_hub.catalogue.stored_form import MODELS
from officina_hub.errors import OfficinaError
from officina_widgets.catalogue.faults import findings_of, sentence_of
from officina_widgets.catalogue.records import Described, Kind
from officina_widgets.catalogue.words import Language


class MappingError(OfficinaError):
    """The file that says which column is which field cannot be used."""


class ColumnMapping(Frozen):
    """What a mapping file says."""

    kind: Kind
    language: Language | None = None
    separator: Annotated[str, Field(min_length=1, max_length=3)] = "|"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict)

    @property
    def model(self) -> type[Described]:
        """The kind's model."""
        return MODELS[self.kind]


def read_mapping(path: Path) -> ColumnMapping:
    """The mapping of a file; raises ``MappingError``."""
    try:
        mapping = ColumnMapping.model_validate(toml_of(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, NoToml, ValidationError) as error:
        raise MappingError(
            f"{path} is no mapping of columns: {_first_line(error)}.",
            "Without it nobody can tell which column is which field.",
            "Mend it as docs/howto/load-the-catalogue.md shows.",
        ) from error
    for field in (*mapping.columns.values(), *mapping.constants):
        if not is_field(mapping.model, field):
            raise MappingError(
                f"{path} maps to the field {field[:80]!r}, which a {mapping.kind} does not have.",
                "What stands in that column would be lost.",
                f"Choose one of {', '.join(sorted(mapping.model.model_fields))}.",
            )
    return mapping


def is_field(model: type[BaseModel], field: str) -> bool:
    """Whether the model has it; after a dot stands a language or a field of the part."""
    name, _, inner = field.partition(".")
    if name not in model.model_fields or name == "kind":
        return False
    part = part_of(model, name)
    if part is None:
        return not inner or len(inner) in {2, 3}
    return inner in part.model_fields


def part_of(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """The model of a field that is an object or a list of objects."""
    candidates = [model.model_fields[name].annotation]
    while candidates:
        each = candidates.pop()
        if isinstance(each, type) and issubclass(each, BaseModel):
            return each
        candidates.extend(get_args(each))
    return None


def _first_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return sentence_of(findings_of(error)[0])
    return str(error).splitlines()[0]
