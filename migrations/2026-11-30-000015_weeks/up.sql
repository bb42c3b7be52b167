create index tasks_done_by on tasks (done_by, done_at);
