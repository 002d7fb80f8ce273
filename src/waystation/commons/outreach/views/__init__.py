"""Pages of outreach: places, nights, volunteers and months."""
