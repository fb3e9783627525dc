"""What a cell shows, kept as nbformat outputs and cut where it grows too large."""

from __future__ import annotations

import io
from base64 import b64encode
from typing import Any, Protocol

MOST_OUTPUTS = 200
CUT = "\n[Output cut here: this cell wrote more than {limit} bytes.]\n"


class Outputs:
    """The outputs of the cell that runs now."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.items: list[dict[str, Any]] = []
        self.used = 0
        self._clear_next = False
        self._is_cut = False

    def begin(self) -> None:
        """Forget the previous cell's."""
        self.items, self.used, self._clear_next, self._is_cut = [], 0, False, False

    def stream(self, name: str, text: str) -> None:
        """Text written to standard output or error; neighbours of one name become one output."""
        room = self._room(len(text))
        if room < len(text):
            text = text[:room] + ("" if self._is_cut else CUT.format(limit=self.limit))
            self._is_cut = True
        if not text:
            return
        last = self.items[-1] if self.items else None
        if last is not None and last["output_type"] == "stream" and last["name"] == name:
            last["parts"].append(text)
        elif len(self.items) < MOST_OUTPUTS:
            self.items.append({"output_type": "stream", "name": name, "parts": [text]})

    def rich(self, kind: str, data: dict[str, Any], metadata: dict[str, Any] | None = None) -> None:
        """A displayed object or a cell's value, in all the forms that it offers as text."""
        forms = {str(mime): _as_text(value) for mime, value in data.items()}
        kept = {mime: value for mime, value in forms.items() if value is not None}
        if len(self.items) >= MOST_OUTPUTS:
            return
        size = sum(map(len, kept.values()))
        if self._room(size) < size:
            kept = {"text/plain": f"[A display of {size} bytes is left out: it is too large.]"}
        sizes = {mime: _size_of(metadata, mime) for mime in kept}
        self.items.append(
            {
                "output_type": kind,
                "data": kept,
                "metadata": {mime: size for mime, size in sizes.items() if size},
            }
        )

    def error(self, name: str, value: str, traceback: list[str]) -> None:
        """An exception that ended the cell."""
        lines = [*traceback[:60], "…", *traceback[-40:]] if len(traceback) > 100 else traceback
        text = [line[:20_000] for line in lines]
        self.items.append(
            {
                "output_type": "error",
                "ename": name[:200],
                "evalue": value[:5000],
                "traceback": text if sum(map(len, text)) < 400_000 else [f"{name}: {value[:5000]}"],
            }
        )

    def clear(self, *, wait: bool) -> None:
        """What ``clear_output`` asks for."""
        self._clear_next = wait
        if not wait:
            self.items = []

    def take(self) -> list[dict[str, Any]]:
        """The finished outputs."""
        for item in self.items:
            if "parts" in item:
                item["text"] = "".join(item.pop("parts"))
        return self.items

    def _room(self, wanted: int) -> int:
        if self._clear_next:
            self.items, self._clear_next = [], False
        room = max(0, min(wanted, self.limit - self.used))
        self.used += wanted
        return room


class Keeps(Protocol):
    """Whoever keeps what is printed."""

    def stream(self, name: str, text: str) -> None:
        """Keep a text; called by ``Stream`` for each piece that is written."""
        ...


class Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of the cells."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, outputs: Keeps, name: str, descriptor: int) -> None:
        self._outputs = outputs
        self._name = name
        self._descriptor = descriptor

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._outputs.stream(self._name, text)
        return len(text)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor


def _as_text(value: object) -> str | None:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return None


def _size_of(metadata: dict[str, Any] | None, mime: str) -> dict[str, int]:
    """Width and height of an image: the only metadata that may travel, as whole numbers."""
    found = (metadata or {}).get(mime)
    if not isinstance(found, dict):
        return {}
    pairs = ((key, found.get(key)) for key in ("width", "height"))
    return {key: int(n) for key, n in pairs if isinstance(n, int | float) and 0 < n < 10_000}
