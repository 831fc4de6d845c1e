"""Wrong: lets the decorated stage take whatever it is called with.

Fails: test_what_was_refused_still_is
"""
