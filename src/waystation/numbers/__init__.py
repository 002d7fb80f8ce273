"""Counts and tables: sees statistics capsules and aggregates, never a case."""
