"""The machine: keyring, clock, files and locks. Everything that differs between systems lives here."""
