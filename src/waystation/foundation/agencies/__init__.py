"""Agencies, their members, teams and roles."""
