"""What still has to reach the centre, and what needs a person."""
