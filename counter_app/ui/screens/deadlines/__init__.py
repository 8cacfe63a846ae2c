"""The page Hạn trả: what runs out when, and what waits."""
