"""Base templates, components, tokens and the style guide; knows no domain."""
