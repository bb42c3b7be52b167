-- What a list is sifted by stands in the index of its order: the database then looks at no row that the page does not show,
-- also where few rows are meant.
drop index customers_by_grade;
drop index customers_by_name;
drop index customers_by_time;
drop index customers_by_attention;
create index customers_by_grade on customers
    (grade, name, number, source, region, industry, keeper_id, next_on, last_on, added_at) where merged_into is null;
create index customers_by_name on customers
    (name, number, source, region, industry, grade, keeper_id, next_on, last_on, added_at) where merged_into is null;
create index customers_by_time on customers
    (added_at, number, source, region, industry, grade, keeper_id, next_on, last_on, id, merged_into) where merged_into is null;
create index customers_by_attention on customers
    ((attend_on is null), attend_on, number, source, region, industry, grade, keeper_id, next_on, last_on, added_at)
    where merged_into is null;
drop index contracts_by_turn;
drop index contracts_by_lateness;
drop index contracts_by_state;
drop index contracts_by_amount;
drop index contracts_by_outstanding;
drop index contracts_late;
drop index contracts_counted;
create index contracts_by_turn on contracts
    ((signed_on is not null), signed_on desc, number desc, state, overdue_on, care_on, project_id, id);
create index contracts_by_lateness on contracts
    ((overdue_on is null), overdue_on, number, state, signed_on, care_on, project_id, id);
create index contracts_by_state on contracts
    (state, (overdue_on is null), overdue_on, number, signed_on, care_on, project_id, id);
create index contracts_by_amount on contracts (fen, number, state, overdue_on, signed_on, care_on, project_id, id);
create index contracts_by_outstanding on contracts
    (outstanding, number, state, overdue_on, signed_on, care_on, project_id, id);
create index contracts_late on contracts (overdue_on, number, state, received, signed_on, care_on, project_id, id);
create index contracts_counted on contracts
    (state, overdue_on, fen, invoiced, received, outstanding, signed_on, care_on, project_id);
drop index proposals_by_state;
drop index proposals_by_turn;
create index proposals_by_state on proposals
    (state, (decided_at is not null), (submitted_at is not null), submitted_at desc, number desc, author_id);
create index proposals_by_turn on proposals
    ((decided_at is not null), (submitted_at is not null), submitted_at desc, number desc, state, author_id);

-- The trail of one kind of record, and of what one person did with them, newest first.
create index trail_by_kind on trail (kind, seq);
create index trail_by_kind_and_person on trail (kind, person_id, seq);
