"""What each adapter of a port has to do, as tests that any of them can be put through."""
