drop table consultation_questions;
drop table consultations;
