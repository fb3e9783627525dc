"""YAML of strangers as plain data: scalars stay texts, so that NO is Norway and 1.10 a version."""

from __future__ import annotations

from typing import Any, Final

import yaml

from officina_hub.catalogue.readers.json_text import check_depth, too_deep
from officina_hub.catalogue.readers.limits import Limits
from officina_hub.catalogue.readers.outcome import Unreadable
from officina_hub.catalogue.readers.syntax_faults import told_plainly

CORE: Final = "tag:yaml.org,2002:"
MERGE: Final = f"{CORE}merge"
SCALARS: Final = ("str", "int", "float", "bool", "null", "timestamp")


class _TextLoader(yaml.SafeLoader):
    """Knows texts, lists, mappings and merge keys: no numbers, no dates, no tags of Python.

    A tag that says of a scalar that it is a number or a day changes nothing: it stays a text, and
    what it means is for the field to say. Other tags are refused with their line.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own way to say it
        first: [(tag, pattern) for tag, pattern in resolvers if tag == MERGE]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    yaml_constructors = {  # noqa: RUF012
        **{f"{CORE}{name}": yaml.SafeLoader.construct_yaml_str for name in SCALARS},
        f"{CORE}seq": yaml.SafeLoader.construct_yaml_seq,
        f"{CORE}map": yaml.SafeLoader.construct_yaml_map,
        None: yaml.SafeLoader.construct_undefined,
    }

    def __init__(self, text: str, limits: Limits) -> None:
        super().__init__(text)
        self._limits = limits
        self._merged = 0
        self._seen: set[int] = set()

    def flatten_mapping(self, node: Any) -> None:
        """Put in what is merged, each key once, so that merges of merges do not multiply."""
        if id(node) not in self._seen:  # else it holds what was merged into it, or is itself
            self._seen.add(id(node))
            _check_keys(node)
        super().flatten_mapping(node)
        node.value = list({key.value: (key, value) for key, value in node.value}.values())
        self._merged += len(node.value)
        if self._merged > self._limits.values:
            raise yaml.constructor.ConstructorError(
                None, None, f"it merges more than {self._limits.values:,} values", node.start_mark
            )


def _check_keys(node: Any) -> None:
    """Raise for a key that is no text, and for one that would lose what it said first."""
    keys: set[str] = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise yaml.constructor.ConstructorError(
                None, None, "the key here is a list or a mapping, and no text", key.start_mark
            )
        if key.value in keys and key.tag != MERGE:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key.value[:60]!r} stands here twice", key.start_mark
            )
        keys.add(key.value)


def load_yaml(text: str, limits: Limits) -> object:
    """The document; raises ``Unreadable`` with the line where it is wrong."""
    try:
        document: object = _TextLoader(text, limits).get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "the file"
        said = "; ".join(filter(None, (error.context, error.problem)))
        raise Unreadable(where, _mend(said)) from error
    except yaml.YAMLError as error:
        raise Unreadable("the file", _mend(str(error))) from error
    except RecursionError as error:
        raise too_deep(limits) from error
    check_depth(document, limits)
    return document


def _mend(why: str) -> str:
    return told_plainly("it is no YAML that can be read safely", why)
