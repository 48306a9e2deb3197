"""The game as five containers: settings, images, start in order of health, and a clear word when something is not well.

Standard library only: it runs with the machine's own Python, before anything is installed.
"""
