"""Answers that are already written."""
