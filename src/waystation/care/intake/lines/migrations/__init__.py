"""Schema of lines, step by step."""
