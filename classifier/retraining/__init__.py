"""Learning again, from what people decided: what is asked, what is learned from, and what came of it."""
