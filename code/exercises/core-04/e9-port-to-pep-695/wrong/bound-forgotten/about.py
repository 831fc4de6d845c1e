"""Wrong: drops the bound, and widens to what the body happens to need.

Fails: test_what_callers_write_has_the_types_it_had
"""
