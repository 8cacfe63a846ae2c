"""Printed forms: values in, PDF bytes out, no I/O."""
