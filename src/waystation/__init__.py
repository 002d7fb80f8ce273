"""Waystation: a self-hosted platform for the people who answer human trafficking in one community."""

__version__ = "0.5.0"
