"""Cases: one person's way, sealed by compartment."""
