"""REST handlers, one file per noun, over the functions of ``store``."""
