"""Screens: the public lanes, the order number, and the desk."""
