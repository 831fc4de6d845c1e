"""What works with any port, whoever is behind it."""
