"""The pure domain: bounds, verdicts and questions, each read a second time in another way."""
