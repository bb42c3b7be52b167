-- Which resolutions of earlier meetings were settled while a meeting sat.
create index resolutions_settled on resolutions (state, closed_at, number) where closed_at is not null;
