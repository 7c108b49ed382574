"""What doctors, associations and lawyers review, and the one reader that checks it."""
