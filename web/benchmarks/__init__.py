"""Measurements of the whole, each beside a named peer in the same run."""
