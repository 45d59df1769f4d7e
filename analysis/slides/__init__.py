"""Slides as plain facts: what they say, whatever shows them. `analysis/deck` writes them, the screen shows them."""
