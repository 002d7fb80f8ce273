"""The invented county of Alder: deterministic, seeded only through actions, dated from the day it starts."""
