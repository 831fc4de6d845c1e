"""Writes a book that says nothing, as large as one likes: what the press is measured on."""
