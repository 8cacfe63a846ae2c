"""The part Nhật ký: who did what when."""
