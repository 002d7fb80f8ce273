"""Pure rules and mathematics: no Django, no input or output, no clock."""
