"""Closed-loop referrals to services of the directory."""
