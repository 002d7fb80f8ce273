"""Pages of the guide, of results and of instruments."""
