"""What stands between a draft and its leaving: checks, enclosures, signatures, letters of one matter. Signs nothing."""
