"""The screens of sign-in, by moment: entry, second step, recovery, lock, and the member's own account."""
