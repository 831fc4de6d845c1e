"""The press: MyST sources to a website, an EPUB, a PDF and decks, every example executed."""
