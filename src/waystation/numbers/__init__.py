"""Numbers: figures from statistics capsules and aggregates only. This wing cannot read a case."""
