"""Finding services: words with spelling and synonyms, place by geo cells, language, eligibility, open hours, room."""
