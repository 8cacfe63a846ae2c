"""Under which names a folder's secrets keep what. Imports nothing: it is read before the first paint."""

STORE_KEY, SIGNING_KEY = "store-key", "signing-key"
PENDING_ID = "installation-id"  # under which this PC is, or asks to be, enrolled with that signing key
ROTATED_KEY = "rotated-signing-key"  # from when it is made until the log's word has put it in force
NEXT_KEY, NEXT_ID = "next-signing-key", "next-installation-id"  # until the centre knows them
PEPPER = "person-pepper"  # without it nobody can try PINs on the keys in a stolen store
