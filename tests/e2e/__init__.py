"""Walks through the real server in a real browser: keyboard, no script, axe, weight, strays, storage."""
