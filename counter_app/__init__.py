"""Quầy Một Cửa: the counter application of a one-stop office and the centre it reports to."""
