"""Examples below a command's help, kept as they are written."""

from __future__ import annotations


def examples(*lines: str) -> str:
    """The epilog of a command; click leaves a paragraph alone that begins with a backspace."""
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in lines)])
