"""Sign-in, second factor, unlocking, limits."""
