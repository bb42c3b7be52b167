drop index contracts_by_edition;
drop index alerts_by_passing;
drop index alerts_by_answer;
