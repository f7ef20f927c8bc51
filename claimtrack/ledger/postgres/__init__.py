"""A ledger in a PostgreSQL database: the schema, how it is opened, and what is said otherwise there."""
