"""Code lists as reviewed data, with their crosswalks."""
