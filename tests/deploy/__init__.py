"""Tests of the files that are shipped for running it."""
