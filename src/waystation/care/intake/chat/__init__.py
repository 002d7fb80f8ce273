"""Chat without an account, by long poll or events; what was said goes after a day unless noted."""
