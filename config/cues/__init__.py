"""What words mean, as tables a caseworker can read and correct."""
