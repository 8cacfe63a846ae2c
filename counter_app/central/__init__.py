"""The centre: ASGI over PostgreSQL; imports domain, wire, documents, texts and seal, nothing of the desktop."""
