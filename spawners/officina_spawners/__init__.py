"""Sessions: how a single-user server is started, watched and ended.

This room knows no database and no web page; only ``officina_hub`` imports it.
"""
