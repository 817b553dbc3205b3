"""Where the product touches the world: network, files, database. Imports only ``core``."""
