"""Outreach: hotspots, plans, nights, materials, and staff due back. Counts only; no person served stands in it."""
