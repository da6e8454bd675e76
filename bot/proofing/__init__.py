"""What every letter template must keep before anybody gets a letter from it, and how letters look. Sends nothing."""
