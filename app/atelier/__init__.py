"""The workshop of those who write and review the content: checks, tables, skeletons. Serves nobody, keeps nothing."""
