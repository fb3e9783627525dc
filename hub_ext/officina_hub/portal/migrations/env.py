"""What Alembic runs: migrate the connection that ``db.migrate`` hands over."""

from alembic import context

from officina_hub.portal.db.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite can roll back changes of tables when nothing commits in between (db.engine sees to it).
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
