"""What the program asks of the world: a face for each need, no vendor."""
