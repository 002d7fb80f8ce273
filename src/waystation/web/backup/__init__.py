"""Backups: an online copy sealed to a public key, kept for at most 35 days, restored and proved with a printed code.

The server holds the public half only. `archive` is the format inside the sealed stream, `making` writes a file,
`unpacking` opens one into a folder, `proving` (a process of its own) checks what was opened against the mark, and
`restoring` joins the three for a clean machine or a drill. `archive`, `unpacking` and `restoring` need no Django.
"""
