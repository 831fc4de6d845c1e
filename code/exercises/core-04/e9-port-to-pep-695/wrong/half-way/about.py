"""Wrong: ports the functions and keeps the old spelling for what declares variance.

Fails: test_nothing_of_the_old_spelling_is_left
"""
