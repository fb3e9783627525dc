"""How much of a kind of session is free, in words."""

from __future__ import annotations

from datetime import datetime

from officina_hub.portal.pages.session_words import formats_of
from officina_hub.portal.pages.site import Reader
from officina_hub.session_api.answers import ProfileOffer, Stock


def free_words(reader: Reader, offer: ProfileOffer) -> str:
    """Free and total, in one line; that it is not known, where it is not."""
    t = reader.translations
    if offer.place == "local":
        return ""
    if offer.gpus is not None:
        text = t.gettext("%(free)s of %(total)s GPUs")
        if offer.numbers["shards"].max:
            text = t.gettext("%(free)s of %(total)s parts of GPUs")
        return _stock(reader, text, offer.gpus)
    if offer.cores is not None:
        return _stock(reader, t.gettext("%(free)s of %(total)s cores"), offer.cores)
    return t.gettext("Not known at the moment")


def was_free_at(offer: ProfileOffer) -> datetime | None:
    """When it was so, where nobody can say how it is now."""
    stock = offer.gpus or offer.cores
    return stock.as_of if stock is not None and stock.is_old else None


def _stock(reader: Reader, text: str, stock: Stock) -> str:
    t, formats = reader.translations, formats_of(reader)
    words = text % {"free": formats.number(stock.free), "total": formats.number(stock.total)}
    more = []
    if stock.most_on_one_node < stock.free:
        most = formats.number(stock.most_on_one_node)
        more.append(t.gettext("at most %(n)s on one node") % {"n": most})
    if stock.free_reserved:
        reserved = formats.number(stock.free_reserved)
        more.append(t.gettext("%(n)s only with a reservation") % {"n": reserved})
    return f"{words} ({', '.join(more)})" if more else words
