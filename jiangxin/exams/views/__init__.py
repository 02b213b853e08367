"""Pages of the arrangement, of the rooms on the day, and of the printed pack."""
