"""Text in the cells of a Markdown table."""

from __future__ import annotations


def cell(text: str) -> str:
    """One line, with nothing in it that would end the cell or make a link."""
    return " ".join(text.split()).replace("|", "\\|").replace("[", "\\[").replace("<", "&lt;")


def row(*cells: str) -> str:
    """A line of a table."""
    return "| " + " | ".join(cells) + " |\n"
