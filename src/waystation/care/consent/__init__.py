"""Authorizations (releases of information), packets and withdrawal."""
