"""The agency's journal as a page for supervisors: who did and who read what, by member, kind and day, with its proof.

It lies in `web` because its lines lead to the records of every wing.
"""
