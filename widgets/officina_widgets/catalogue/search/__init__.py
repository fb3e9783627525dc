"""Search in the catalogue: one protocol, and the engines behind it."""
