"""匠心: vocational skill training and skill-level certification, from the opening of a round to its archive."""
