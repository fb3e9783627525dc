"""Which value counts: a person's above a profile's above a site's above the notebook's own."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

from pydantic import JsonValue, ValidationError
from pydantic_core import to_json

from officina_courses.errors import ParametersError
from officina_courses.model import Frozen
from officina_courses.parameters.declared import Parameter

Layer = Literal["site", "profile", "person"]
MOST_CHARACTERS: Final = 20_000  # of one value, as JSON
ORDER: Final[tuple[Layer, ...]] = ("site", "profile", "person")  # a later one counts
IN_WORDS: Final[dict[Layer, str]] = {
    "site": "the site's values",
    "profile": "the profile",
    "person": "the values given for this run",
}
# pydantic's own words would say less.
IN_OUR_WORDS: Final = {"int_parsing_size": "it has more digits than can be read"}


class Chosen(Frozen):
    """The values of one run that differ from the notebook's own, and who chose each."""

    values: dict[str, JsonValue]
    chosen_by: dict[str, Layer]


def choose(parameters: Iterable[Parameter], layers: Mapping[Layer, Mapping[str, object]]) -> Chosen:
    """The values of ``layers`` that this notebook knows, each of its kind.

    Names that it does not know are passed over: ``refuse_unknown`` asks all notebooks of a run.

    Raises
    ------
    ParametersError
        Which names the parameter, the value, whose it is, and what is allowed.

    """
    known = {each.name: each for each in parameters}
    values: dict[str, JsonValue] = {}
    chosen_by: dict[str, Layer] = {}
    for layer in ORDER:
        for name, value in layers.get(layer, {}).items():
            if name in known:
                values[name] = _validated(known[name], value, layer)
                chosen_by[name] = layer
    return Chosen(values=values, chosen_by=chosen_by)


def refuse_unknown(names: Iterable[str], known: Iterable[str], *, whose: str) -> None:
    """Raise ``ParametersError`` for the first of ``names`` that no notebook has."""
    all_known = sorted(set(known))
    for name in names:
        if name in all_known:
            continue
        near = difflib.get_close_matches(name, all_known, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise ParametersError(
            f"No notebook has a parameter {name[:80]!r}, which {whose} set.{hint}",
            why="The run would go on as if it had not been given.",
            todo=f"Known here: {', '.join(all_known) or 'none at all'}.",
        )


def _validated(parameter: Parameter, value: Any, layer: Layer) -> JsonValue:
    try:
        checked = parameter.validated(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        reason = IN_OUR_WORDS.get(first["type"], first["msg"])
        raise ParametersError(
            f"{parameter.name} cannot be {value!r:.80} ({IN_WORDS[layer]}): {reason}.",
            why="The notebook would fail in the middle, or compute something else.",
            todo=f"Give it a value of the kind {parameter.says}, such as {parameter.default!r}.",
        ) from error
    size = len(to_json(checked))
    if size > MOST_CHARACTERS:
        raise ParametersError(
            f"{parameter.name} has {size} characters ({IN_WORDS[layer]}); {MOST_CHARACTERS} are "
            "allowed.",
            why="It is written into the notebook as it ran, and into the page of all runs.",
            todo="Put it into a file beside the notebook, and give the file's name.",
        )
    return checked
