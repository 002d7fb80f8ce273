"""Tests of backups: each on a data folder of its own, mostly through the command line."""
