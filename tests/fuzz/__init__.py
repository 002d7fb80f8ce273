"""Fuzz targets: every decoder of bytes or text from outside, run with atheris (`python -m tests.fuzz NAME -runs=N`)."""
