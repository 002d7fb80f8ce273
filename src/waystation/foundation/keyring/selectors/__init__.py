"""Reads of the keyring: unlocking, opening capsules, statistics, drafts."""
