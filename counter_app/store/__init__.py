"""The encrypted local store: SQLAlchemy Core over SQLCipher; nobody else says SELECT at the counter."""
