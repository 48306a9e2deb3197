"""`make play`: the whole game as processes of one machine, without containers.

It knows how the services are started and in which order, and nothing of what they do.
"""
