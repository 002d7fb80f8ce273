"""Pages of overlap tables and of what was estimated from them."""
