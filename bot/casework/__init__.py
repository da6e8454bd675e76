"""What was ruled on a case is carried out, shown on the board and kept in its file. Rules on nothing."""
