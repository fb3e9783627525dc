"""What a test knows of a name of the learner's, so that the same value need not travel twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

MOST_MARK = 64  # characters


class Known(NamedTuple):
    """What stands under a name, as it was last read; ``same`` tells which object it was there.

    ``mark`` is the learner's word for the value: asked with it, the process may say that the value
    still is this one. ``whole`` is a copy that no test has, of a value that a copy keeps apart.
    """

    kind: Literal["value", "module", "opaque", "missing"]
    value: Any = None
    text: str = ""
    same: str | None = None
    form: Any = None
    buffers: Sequence[bytes] = ()
    mark: str = ""
    whole: Any = None

    def anew(self, read: Callable[[], Any]) -> Any:
        """The value once more, as another object; ``read`` makes it of its form."""
        return read() if self.whole is None else self.whole.copy()


def known_value(value: Any, message: dict[str, Any], buffers: Sequence[bytes]) -> Known:
    """What is known of a value that has come."""
    found = message.get("mark")
    mark = found if type(found) is str and len(found) <= MOST_MARK else ""
    return Known(
        "value",
        value,
        same=message["same"],
        form=message["v"],
        buffers=buffers,
        mark=mark,
        whole=value.copy() if mark and _is_kept_apart(value) else None,
    )


def _is_kept_apart(value: Any) -> bool:
    """Whether a copy shares nothing with it: of an array or a table that has no objects in it."""
    kind = type(value)
    name = f"{kind.__module__.partition('.')[0]}.{kind.__name__}"
    if name in ("numpy.ndarray", "pandas.Series"):
        return str(value.dtype) != "object"
    return name == "pandas.DataFrame" and "object" not in map(str, value.dtypes)
