"""A PC that the centre does not know yet."""
