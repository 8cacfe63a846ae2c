"""The page Báo cáo: what a new calendar touches, the register, how promises were kept, apologies."""
