-- What minutes tell of elsewhere (a deliberation's opinions, resolutions settled at the meeting), as it stood when they were published.
alter table meetings add column told text not null default '';
