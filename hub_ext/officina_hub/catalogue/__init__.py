"""The catalogue in the portal: reading files, keeping records, finding them.

The records themselves, questions and answers are ``officina_widgets.catalogue``'s, because kernels
need them too.
"""
