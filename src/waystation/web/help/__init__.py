"""Help inside: what each page is for and what is sealed there, and the words of the field, from reviewed data."""
