"""Canaries: marked strings go into every form, action, header and error path of a real server; then every byte that
the server left behind is searched for them, in every encoding that a careless program would use."""
