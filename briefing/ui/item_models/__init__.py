"""Qt models and delegates over rows given by app (not to be confused with model/)."""
