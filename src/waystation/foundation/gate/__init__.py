"""The one door: who may see or do what, decided in one place and written in the journal."""
