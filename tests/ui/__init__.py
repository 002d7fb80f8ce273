"""Tests of the base pages, without a browser."""
