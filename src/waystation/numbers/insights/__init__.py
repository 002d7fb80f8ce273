"""The Data page: counts from statistics capsules, with small cells withheld."""
