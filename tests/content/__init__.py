"""The content: its scenarios, its easy-to-read texts, the acceptance cases, what the loader refuses."""
