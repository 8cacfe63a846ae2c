"""The part Hồ sơ cán bộ: one person's month, and its sheet to print."""
