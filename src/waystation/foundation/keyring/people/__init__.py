"""People come and go: colleagues, invitations on paper, teams, who stands in for whom, and leaving."""
