"""TELL THE STORIES: what was sent, filed and recorded, on small real things."""
