"""Crash torture: real lives of the service, forked from a warm parent and killed, and an oracle that looks afterwards.

`mail` says what is sent and what must come of it, `office` delivers it and kills, `life` is one forked process,
`oracle` judges from what was delivered, `shortcuts` are broken services it must catch, `chamber` runs it all.
"""
