"""REMEMBER: rows, events and sealed mail; the only folder that knows SQL."""
