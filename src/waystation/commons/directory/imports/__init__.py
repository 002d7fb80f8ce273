"""Reading HSDS packages of 1.x to 3.x: every row is loaded, repaired by a named rule, or set aside with a reason."""
