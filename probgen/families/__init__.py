"""One module per computed family; the folder is the registry (`probgen.family` holds the contract)."""
