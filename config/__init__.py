"""CHOOSE: what an office may set, read once and then frozen."""
