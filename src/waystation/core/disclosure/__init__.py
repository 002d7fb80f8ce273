"""Disclosure control: what may be shown of a table."""
