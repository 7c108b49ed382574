"""Scenarios in French, one file beside each content unit, for those who know health rather than Python."""
