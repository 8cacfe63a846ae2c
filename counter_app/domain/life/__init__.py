"""What may be done with a dossier after its reception: commands, the case they are judged on, judgements."""
