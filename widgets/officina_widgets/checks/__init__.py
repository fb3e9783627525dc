"""Checks before handing in, from the notebook side: what is sent, and what came of it in words."""
