"""How the schema came to be, step by step; each step runs once and only forward."""
