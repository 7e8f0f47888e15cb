"""How Kept is put together and started: settings, addresses, embedded database, command line."""
