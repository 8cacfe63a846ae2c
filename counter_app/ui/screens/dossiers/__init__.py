"""The page of one dossier: found at the left, its file at the right, its acts in a panel."""
