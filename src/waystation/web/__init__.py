"""Settings, options, addresses and the Today page: wires the wings together."""
