"""The help line: contacts and situations, before there is a case."""
