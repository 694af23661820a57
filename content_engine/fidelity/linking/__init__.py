"""Which approved wording a statement could be: exactly, or near enough to compare."""
