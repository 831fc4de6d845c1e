"""Find, run, record and show the examples of the book."""
