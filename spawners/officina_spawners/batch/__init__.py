"""A session as a batch job: its script, its record, its start and end, and finding it again."""
