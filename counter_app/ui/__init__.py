"""The window: Qt and nothing but Qt; screens talk to services."""
