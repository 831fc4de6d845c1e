"""What acts for a model: turns, policies, memories and the tools."""
