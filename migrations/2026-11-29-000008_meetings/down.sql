drop table resolutions;
drop table agenda_items;
drop table attendances;
drop table packs;
drop table meetings;
