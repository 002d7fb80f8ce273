"""Keys, envelopes, streams, certificates and the signed Merkle log, on the primitives of known libraries."""
