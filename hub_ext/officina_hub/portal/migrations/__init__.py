"""Migrations of the portal's database; ``db.migrate`` runs them, never a person by hand."""
