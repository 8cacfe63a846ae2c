"""Parts that screens are put together from; none knows a dossier."""
