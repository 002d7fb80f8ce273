"""What an agency makes of tips: links, release to a named liaison by two people, outcome, expiry."""
