"""A notebook's parameters as JSON Schema, for forms and for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import ConfigDict, Field, create_model

from officina_courses.parameters.declared import Parameter


def json_schema(title: str, parameters: Iterable[Parameter]) -> dict[str, Any]:
    """A JSON Schema (draft 2020-12) of an object with these parameters, all of them optional."""
    fields: dict[str, Any] = {
        each.name: (each.kind, Field(default=each.default, description=each.help or None))
        for each in parameters
    }
    model = create_model("Parameters", __config__=ConfigDict(extra="forbid"), **fields)
    schema = model.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}
