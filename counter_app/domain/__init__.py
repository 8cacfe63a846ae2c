"""The law of the counter as pure rules: standard library only; the same code judges at both ends."""
