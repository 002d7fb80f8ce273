"""Pages: the list of lines, the wizard, the rota, one's own shifts, the interpreters."""
