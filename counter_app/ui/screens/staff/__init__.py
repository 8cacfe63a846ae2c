"""The page Nhân sự as a whole: its parts side by side."""
