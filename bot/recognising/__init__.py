"""The words and the learned model for recognition, and the cases a message may belong to. Recognises nothing."""
