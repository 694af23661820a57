"""The word lists of the comparison: broad English medical usage, GB and US."""
