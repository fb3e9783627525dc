"""Text in the cells of a Markdown table."""

from __future__ import annotations


def cell(text: str) -> str:
    """One line, with nothing in it that would end the cell."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def code(text: str) -> str:
    """As code, or nothing for nothing."""
    return f"`{text}`" if text else ""


def row(*cells: str) -> str:
    """A line of a table."""
    return "| " + " | ".join(cells) + " |\n"
