"""DOES the manager's reports: gathers what they tell and brings it out; counts nothing itself and words nothing."""
