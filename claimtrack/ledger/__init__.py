"""The ledger: documents and claims in one SQLite file. The only place with SQL."""
