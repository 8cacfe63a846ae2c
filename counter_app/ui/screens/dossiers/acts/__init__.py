"""What each act asks for, as descriptions; grouped as a person thinks of them."""
