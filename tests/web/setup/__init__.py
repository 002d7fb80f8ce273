"""Set-up: the one-time link, each step, who may come."""
