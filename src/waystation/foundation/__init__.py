"""What every wing stands on: the journal, agencies and their members, keys, and the one gate."""
