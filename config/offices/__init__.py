"""One file for each office: who it is, what it calls things, what it promises."""
