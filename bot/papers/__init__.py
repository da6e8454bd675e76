"""Papers from the force: asked for, asked for again, read, kept and ticked off; decides nothing about a case."""
