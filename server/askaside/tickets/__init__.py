"""A promise to answer."""
