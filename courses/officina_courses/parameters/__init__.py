"""What a notebook may be run with: read from its cell tagged ``parameters``, chosen in layers.

*Parameter*, *parameters cell* and *inject* are papermill's words. papermill warns of a name that a
notebook does not know and looks at no type; here both are refused, before anything runs.
"""

from officina_courses.parameters.choosing import Chosen, Layer, choose
from officina_courses.parameters.declared import Parameter, declared_in
from officina_courses.parameters.given import read_given
from officina_courses.parameters.matrix import combinations, read_axis
from officina_courses.parameters.schema import json_schema

__all__ = [
    "Chosen",
    "Layer",
    "Parameter",
    "choose",
    "combinations",
    "declared_in",
    "json_schema",
    "read_axis",
    "read_given",
]
