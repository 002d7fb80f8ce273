"""Disclosure control: what may be shown of a table of counts. Counts of 1 to 10 are withheld, and so is every other
figure from which one of them could be worked out by adding and subtracting (complementary suppression)."""
