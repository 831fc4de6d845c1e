"""Wrong: leaves a public attribute that can be assigned, so the variance that is inferred is none.

Fails: test_what_could_stand_in_for_another_still_can
"""
