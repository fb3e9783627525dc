"""What the portal does, as functions of a session and plain values; one file per idea.

The REST handlers and the pages both call these. A function that writes takes an ``Act`` (who, when,
under which request) and is called inside one writing session: all of it is kept, or nothing.
"""
