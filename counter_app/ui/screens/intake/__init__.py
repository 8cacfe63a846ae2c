"""Reception: what the citizen gives at the left, what the law answers at the right."""
