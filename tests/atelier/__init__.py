"""The tools of the content: each check sees the fault it is for, and says nothing of what is right."""
