"""Lessons in the invented county: steps from data files, known to be done by the journal or by a page that was seen.

Where a browser stands in its lesson lies in a cookie of that browser (`progress`), nothing is kept on the server.
"""
