"""YAML of strangers as plain data: scalars stay texts, so that NO is Norway and 1.10 a version."""

from __future__ import annotations

from typing import Any, Final

import yaml

from officina_hub.catalogue.readers.json_text import check_depth, too_deep
from officina_hub.catalogue.readers.limits import Limits
from officina_hub.catalogue.readers.outcome import Unreadable

MERGE: Final = "tag:yaml.org,2002:merge"


class _TextLoader(yaml.SafeLoader):
    """Knows merge keys and nothing else: no numbers, no dates, no yes and no, no tags of Python."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own way to say it
        first: [(tag, pattern) for tag, pattern in resolvers if tag == MERGE]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        """A mapping; a key that stands twice would silently lose what it said first."""
        keys: set[str] = set()
        for key, _ in getattr(node, "value", ()):
            if key.value in keys and key.tag != MERGE and isinstance(key.value, str):
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value[:60]!r} stands here twice", key.start_mark
                )
            if isinstance(key.value, str):
                keys.add(key.value)
        return super().construct_mapping(node, deep)


def load_yaml(text: str, limits: Limits) -> object:
    """The document; raises ``Unreadable`` with the line where it is wrong."""
    try:
        document: object = yaml.load(text, Loader=_TextLoader)  # noqa: S506 - a SafeLoader
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
    said = " ".join(why.split())[:300]
    return f"it is no YAML that can be read safely: {said}; mend it there and check again"
