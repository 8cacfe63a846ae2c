"""The page Nhân sự: who sits where, who is away, who stands in, and what waits for a word."""
