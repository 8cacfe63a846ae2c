"""The part Kiểm tra: inspections, presence, measures and rotation."""
