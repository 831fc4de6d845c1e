"""The validators of the finished editions, one module each; :mod:`press.check` runs them all.

Each module has functions that look at one thing (a page, a file, a folder) and return
:class:`press.finding.Finding`, for the tests, and ``run(layout)``, which yields one
:class:`press.checks.outcome.Outcome` for each line of the table.
"""
