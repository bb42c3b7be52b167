drop index tasks_done_by;
