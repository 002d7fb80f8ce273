"""Verbs of the keyring: founding, enrolling, teams, compartments, capsules, statistics, drafts, recovery."""
