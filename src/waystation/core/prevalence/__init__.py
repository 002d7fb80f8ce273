"""How many were never seen: capture histories of several lists into a panel of estimates, diagnostics and a verdict."""
