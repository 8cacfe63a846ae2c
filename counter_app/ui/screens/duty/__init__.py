"""The duty board for citizens, on a second screen or in a window."""
