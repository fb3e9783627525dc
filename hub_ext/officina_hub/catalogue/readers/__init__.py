"""Readers of catalogue files: DCAT-AP, Croissant, EOSC services, training pages, calendars, CSV.

Whatever a file says is a stranger's word: nothing is loaded from an address, markup becomes text,
sizes are bounded, and one bad record never stops the rest.
"""

from officina_hub.catalogue.readers.column_mapping import ColumnMapping, MappingError, read_mapping
from officina_hub.catalogue.readers.limits import Limits
from officina_hub.catalogue.readers.naming import named_in_file
from officina_hub.catalogue.readers.outcome import Read, Refused, Taken
from officina_hub.catalogue.readers.reading import read_file

__all__ = [
    "ColumnMapping",
    "Limits",
    "MappingError",
    "Read",
    "Refused",
    "Taken",
    "named_in_file",
    "read_file",
    "read_mapping",
]
