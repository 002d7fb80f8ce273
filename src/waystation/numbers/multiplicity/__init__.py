"""How many people several agencies help, each counted once, from totals alone (multiplicity; Sirken 1970)."""
