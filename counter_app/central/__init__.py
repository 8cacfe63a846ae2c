"""The centre: ASGI over PostgreSQL; leans on domain, wire, documents, texts and seal, never the desktop."""
