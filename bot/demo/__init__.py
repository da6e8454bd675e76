"""The service at work on one invented morning, with a mailbox, a store and a clock of its own. Touches nothing else."""
