"""Today: what needs this person now, gathered from the wings through their public doors, a section each."""
