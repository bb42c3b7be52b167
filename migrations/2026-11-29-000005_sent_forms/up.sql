-- Forms of new entries that were carried out: a hash of what was sent with the form's own word, and where it led. What comes again
-- with both the same (a page gone back to, a request repeated) is not entered twice. Kept for some days; no part of the trail.
create table sent_forms (
    hash text not null primary key,
    href text not null,
    sent_at timestamp not null
);
create index sent_forms_by_time on sent_forms (sent_at);
