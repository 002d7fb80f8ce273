"""Pages of leads: the team's, the liaison's, alerts, and who leads may go to."""
