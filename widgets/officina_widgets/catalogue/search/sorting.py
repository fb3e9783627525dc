"""By what titles are sorted."""

from __future__ import annotations

from officina_widgets.catalogue.search.backend import Document
from officina_widgets.catalogue.search.folding import fold, words_in
from officina_widgets.catalogue.words import in_language


def title_key(document: Document) -> str:
    """The title's words without case and marks, in English where there is one."""
    return " ".join(fold(word) for word in words_in(in_language(document.title, ())))
