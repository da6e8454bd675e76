"""Other work of a small office: tribunals, hearings and associations, kept beside reviews and apart from them.

Writes to nobody outside the team, and touches no case.
"""
