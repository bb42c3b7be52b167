//! The demonstration is an end-to-end test too: told through the same changes as real use, it leaves a clean trail.

use shuguang::clock::Zone;
use shuguang::demo::department::{PEOPLE, tell};
use shuguang::demo::story::PASSWORD;
use shuguang::projects::pipeline::State;
use shuguang::store::schema::projects;
use shuguang::trail::verify::verify;

use crate::office::{Office, Visitor};

#[test]
fn the_demonstration_has_projects_in_every_state_and_a_clean_trail() {
    use diesel::{QueryDsl, RunQueryDsl};
    let office = Office::open();
    let now = office.clock().now();
    tell(office.store(), Zone::SHANGHAI, now).unwrap_or_else(|error| panic!("{}", error.account()));
    let states: Vec<State> = office
        .store()
        .read(|conn| Ok(projects::table.select(projects::stage).order(projects::number).load(conn)?))
        .unwrap_or_else(|error| panic!("{}", error.account()));
    for state in State::ALL {
        assert!(states.contains(state), "no project is {state}");
    }
    let proof = verify(office.store()).unwrap_or_else(|error| panic!("{}", error.account()));
    assert!(proof.findings.is_empty(), "{:#?}", proof.findings);
    // Everybody comes in and finds their desk, every page of the sidebar and of a project open to them.
    for (username, _, _) in PEOPLE {
        let visitor = Visitor::new(office.base(), username);
        visitor.post("/login", &[("username", username), ("password", PASSWORD)]).goes_to("/");
        let desk = visitor.get("/");
        desk.is(200);
        for path in ["/tasks", "/people", "/handbook"] {
            visitor.get(path).is(200);
        }
    }
    let commander = Visitor::new(office.base(), "commander");
    commander.post("/login", &[("username", "commander"), ("password", PASSWORD)]).goes_to("/");
    for number in 1..=24 {
        for tab in
            ["", "/directive", "/plan", "/deliberation", "/execution", "/control", "/monitoring", "/proposals", "/history"]
        {
            commander.get(&format!("/projects/SG-2026-{number:03}{tab}")).is(200);
        }
    }
    for path in ["/projects", "/board", "/plans", "/packages", "/proposals", "/lessons", "/acting", "/projects?stage=all&q=华"]
    {
        commander.get(path).is(200);
    }
}

#[test]
fn the_same_seed_tells_the_same_story() {
    use diesel::{JoinOnDsl, QueryDsl, RunQueryDsl};
    use shuguang::demo::seed::{Size, sow};
    use shuguang::store::schema::{activities, people};
    type Line = (String, String, State, i32, String, Option<chrono::NaiveDate>);
    let size = Size { people: 8, projects: 33, activities: 60, random_seed: 7 };
    let told = |size: &Size| -> (Vec<Line>, i64) {
        let office = Office::open();
        sow(office.store(), Zone::SHANGHAI, office.clock().now(), size, |_| {})
            .unwrap_or_else(|error| panic!("{}", error.account()));
        let proof = verify(office.store()).unwrap_or_else(|error| panic!("{}", error.account()));
        assert!(proof.findings.is_empty(), "{:#?}", proof.findings);
        let again = sow(office.store(), Zone::SHANGHAI, office.clock().now(), size, |_| {});
        assert!(again.is_err(), "it goes into an empty database only");
        let columns = (projects::number, projects::name, projects::stage, projects::round, people::username, projects::due_on);
        let lines = projects::table.inner_join(people::table.on(diesel::ExpressionMethods::eq(people::id, projects::owner_id)));
        office
            .store()
            .read(|conn| {
                let lines = lines.order(projects::number).select(columns).load(conn)?;
                Ok((lines, activities::table.count().get_result(conn)?))
            })
            .unwrap_or_else(|error| panic!("{}", error.account()))
    };
    let (lines, contacts) = told(&size);
    assert!(lines.len() >= size.projects, "{} projects", lines.len());
    assert_eq!(contacts, 60);
    assert_eq!(told(&size), (lines.clone(), contacts));
    assert_ne!(told(&Size { random_seed: 8, ..size }).0, lines);
}
