"""A language model's opinion of statements that the rules let stand, if one is set."""
