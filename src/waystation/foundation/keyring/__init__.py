"""Keys and capsules: what is sealed, for whom, and how it is opened."""
