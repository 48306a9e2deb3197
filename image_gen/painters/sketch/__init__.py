"""The embedded painter: scenes drawn by code, no weights, no network.

words -> scene -> stage (a place's composition) -> layers -> light -> finish. Each step is a module.
"""
