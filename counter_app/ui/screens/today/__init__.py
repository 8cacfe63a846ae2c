"""Hôm nay: what was done, what is left, the papers to hand over, the day to close."""
