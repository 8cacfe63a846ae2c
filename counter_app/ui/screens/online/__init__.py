"""What was handed in online and waits for an answer within the law's hours."""
