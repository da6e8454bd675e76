"""Looks at everything the service needs and says what to mend. Mends nothing."""
