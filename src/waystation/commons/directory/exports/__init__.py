"""Writing the directory out as HSDS 3.0 or 3.1, JSON or CSV. No confidential place leaves, in no form."""
