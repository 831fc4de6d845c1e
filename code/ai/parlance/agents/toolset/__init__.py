"""The tools of the Harbourside Tool Library."""
