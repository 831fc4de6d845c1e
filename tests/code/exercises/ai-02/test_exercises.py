"""The exercises of AI 02 are what their page says they are."""

from exercise_proof import *  # noqa: F403 -- the tests, which must be found here
