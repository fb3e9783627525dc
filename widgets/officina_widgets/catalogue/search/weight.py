"""What recency and quality add to the rank: little beside the words, enough between equals."""

from __future__ import annotations

from typing import Final

from officina_widgets.catalogue.search.backend import Document

OF_QUALITY: Final = 0.2
OF_A_YEAR: Final = 0.01
MOST_YEARS: Final = 40
YEAR_2000: Final = 10_957  # days since 1970
DAYS: Final = 365.25


def weight(document: Document) -> float:
    """By what a document's score is multiplied: 1 to 1.6.

    A year's difference counts the same whenever it is asked, so the order of what is found does not
    drift and nothing has to be written anew as time goes by.
    """
    years = (document.modified - YEAR_2000) / DAYS
    recency = OF_A_YEAR * min(max(years, 0.0), MOST_YEARS)
    return 1 + OF_QUALITY * document.quality / 100 + recency
