"""Sealed work with people: one silo per agency."""
