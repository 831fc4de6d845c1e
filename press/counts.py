"""Count what the book holds, from marks that the other rooms leave on the doctree."""


def setup(app):
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
