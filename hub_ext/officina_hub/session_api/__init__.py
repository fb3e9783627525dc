"""Sessions as the Hub tells about them: what can be started, what runs, what it costs.

``<hub>/api/officina/sessions/offers``, ``mine``, ``check`` and ``<server>/extend``: each answers a
person about themselves, and nobody about anybody else. What Slurm does not say is told as unknown,
with why; nothing here makes a number up.

``answers.py`` is what travels; the portal reads it from there. Everything else knows spawners.
"""
