"""One step of a letter on its way, what became of it, and everything that holds it back. Writes no wording."""
