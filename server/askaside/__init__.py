"""Askaside: the `?` in a product's sidebar."""
