"""DECIDE: pure functions from what is known to a Plan; no input or output, clock, settings or templates in here."""
