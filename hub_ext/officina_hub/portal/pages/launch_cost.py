"""What a session costs, in words: nothing, so much at most, or that nobody knows."""

from __future__ import annotations

import math

from officina_hub.portal.pages.session_words import formats_of
from officina_hub.portal.pages.site import Reader
from officina_hub.session_api.answers import ProfileOffer, Quote


def cost_words(reader: Reader, gpu_hours: float | None) -> str:
    """What so many GPU-hours are called; None stands for parts of a GPU of unknown size."""
    t = reader.translations
    if gpu_hours is None:
        return t.gettext(
            "A part of a GPU. How many GPU-hours that is, nobody knows: the hub was not told how "
            "large the parts are"
        )
    if not gpu_hours:
        return t.gettext("No GPU-hours")
    return t.gettext("At most %(hours)s GPU-hours") % {"hours": _hours(reader, gpu_hours)}


def quoted_cost(reader: Reader, quote: Quote | None, offer: ProfileOffer) -> str:
    """The cost of the choice; nothing where there is no such choice."""
    if quote is None:
        return cost_words(reader, offer.gpu_hours)
    return cost_words(reader, quote.gpu_hours) if quote.choice else ""


def left_words(reader: Reader, quote: Quote | None) -> str:
    """What the account has left, and what Slurm counts where that is not the cost."""
    if quote is None or quote.gpu_hours_left is None:
        return ""
    t = reader.translations
    words = t.gettext("%(account)s has %(hours)s GPU-hours left.")
    left = formats_of(reader).points(quote.gpu_hours_left)
    told = words % {"account": quote.choice.get("account", ""), "hours": left}
    if quote.counted_hours == quote.gpu_hours:
        return told
    more = t.gettext("Slurm takes %(hours)s of them, as it counts no parts.")
    return f"{told} {more % {'hours': _hours(reader, quote.counted_hours)}}"


def _hours(reader: Reader, value: float) -> str:
    """Two places, rounded up: it says "at most"."""
    return formats_of(reader).points(math.ceil(round(value * 100, 6)) / 100)
