"""Stated facts, legal elements, and what each statute says of them."""
