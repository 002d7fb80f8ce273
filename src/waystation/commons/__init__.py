"""Shared work in which no person appears: it could be published whole, safe sites apart."""
