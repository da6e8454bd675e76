"""What people do in Outlook is read as commands and done, and shown where they did it. Rules on nothing."""
