"""Deterministic simulation: the real core in a world of faults, people and restarts, all drawn from one seed.

`draw` is what a seed is like, `sim_mailbox` the mailbox and the truth about it, `office` the real store, `people`
everybody else who acts, `world` time, scheduling and killing, `checker` the promises, `mutants` the shortcuts that
must keep failing. A seed that once failed stays in `seeds.txt` for ever.
"""
