"""Published numbers: what stands for everybody or for the coalition, always with its panel, verdict and limits."""
