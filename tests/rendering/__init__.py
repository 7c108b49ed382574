"""The pages: French words, frames, lists and sheets, rendered without any server."""
