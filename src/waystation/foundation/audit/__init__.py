"""The journal: a hash chain per agency, with a locked head, a witness file and signed checkpoints."""
