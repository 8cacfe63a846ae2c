"""The rules about people: who may be away, who stands in, who may allow it, whether a counter is covered."""
