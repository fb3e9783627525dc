"""The field for the name of a further session."""

from __future__ import annotations

from collections.abc import Mapping

from officina_hub.portal.pages.launch_fields import Field
from officina_hub.portal.pages.session_words import formats_of
from officina_hub.portal.pages.site import Reader
from officina_hub.session_api.answers import Named, ProfileOffer


def name_field(
    reader: Reader, offer: ProfileOffer, named: Named | None, raw: Mapping[str, str]
) -> tuple[Field, ...]:
    """The field; none where the hub gives no names, or sessions of this kind have none."""
    if named is None or offer.place == "local":
        return ()
    t, number = reader.translations, formats_of(reader).number
    hint = t.gettext(
        "With names you can have several sessions. Small letters, digits and hyphens; leave it "
        "empty for the one without a name."
    )
    if named.limit:
        words = t.gettext("%(used)s of %(limit)s names are taken.")
        used, limit = number(len(named.used)), number(named.limit)
        hint = f"{hint} {words % {'used': used, 'limit': limit}}"
    label = t.gettext("Name of the session (optional)")
    return (Field("name", label, "text", raw.get("name", ""), hint=hint),)
