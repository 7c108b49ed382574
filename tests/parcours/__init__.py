"""Whole journeys in a real browser, at the size of a small phone."""
