"""What is typed: each command of `reviews-bot` looks things up, calls and prints. Decides nothing."""
