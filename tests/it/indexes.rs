//! An index for each list and panel, as SQLite itself says it would find the rows.

use std::collections::BTreeSet;
use std::sync::Mutex;

use diesel::prelude::*;

use crate::speed::department;

/// Tables that stay small in a department, so that reading them whole is the quickest way.
const SMALL: [&str; 12] = [
    "people",
    "person_roles",
    "acting_periods",
    "settings",
    "special_days",
    "plans",
    "packages",
    "targets",
    "metrics",
    "numbers",
    "trail_head",
    "sessions",
];

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = diesel::sql_types::Text)]
    detail: String,
}

/// Set in `.cargo/config.toml`, where a build from another folder would not find it.
#[test]
fn sqlite_is_compiled_without_what_each_call_would_pay_for() {
    let (office, _) = department();
    const OPTIONS: &str = "select compile_options as detail from pragma_compile_options";
    let said: Vec<Step> = office
        .store()
        .aside(|conn| diesel::sql_query(OPTIONS).load(conn))
        .unwrap_or_else(|error| panic!("{}", error.account()));
    let has = |option: &str| said.iter().any(|it| it.detail == option);
    assert!(has("THREADSAFE=2") && has("DEFAULT_MEMSTATUS=0"));
    assert!(!has("ENABLE_API_ARMOR") && !has("ENABLE_MEMORY_MANAGEMENT"));
}

/// Tables whose rows are never removed.
const KEPT: [&str; 5] = ["people", "projects", "requests", "metrics", "objections"];

/// Otherwise the database reads the whole table for every row that goes: an import of thousands could not be taken back.
#[test]
fn what_hangs_on_a_row_that_is_removed_is_found_by_an_index() {
    #[derive(QueryableByName)]
    struct Key {
        #[diesel(sql_type = diesel::sql_types::Text)]
        child: String,
        #[diesel(sql_type = diesel::sql_types::Text)]
        field: String,
        #[diesel(sql_type = diesel::sql_types::Text)]
        parent: String,
    }
    const KEYS: &str = "select t.name as child, k.\"from\" as field, k.\"table\" as parent \
        from sqlite_master t join pragma_foreign_key_list(t.name) k where t.type = 'table' order by t.name, k.id";
    let (office, _) = department();
    let read = |sql: String| -> Vec<Step> {
        let rows = office.store().aside(|conn| diesel::sql_query(sql).load(conn));
        rows.unwrap_or_else(|error| panic!("{}", error.account()))
    };
    let keys: Vec<Key> =
        office.store().aside(|conn| diesel::sql_query(KEYS).load(conn)).unwrap_or_else(|error| panic!("{}", error.account()));
    let asked: Vec<&Key> = keys.iter().filter(|it| !KEPT.contains(&it.parent.as_str())).collect();
    assert!(asked.len() > 30, "only {} keys", asked.len());
    for Key { child, field, parent } in asked {
        let plan = read(format!("explain query plan select 1 from {child} where {field} = 'x'"));
        let scans = plan.iter().any(|it| it.detail.starts_with("SCAN"));
        assert!(!scans || SMALL.contains(&child.as_str()), "{child}.{field}, when a row of {parent} goes");
    }
}

#[test]
fn every_query_of_a_page_finds_its_rows_by_an_index() {
    Listener::begin();
    let (office, readers) = department();
    for (visitor, paths) in &readers {
        for path in paths {
            visitor.get(path).is(200);
        }
    }
    let heard: Vec<String> = HEARD.lock().expect("the list").iter().filter(|it| it.starts_with("SELECT")).cloned().collect();
    assert!(heard.len() > 60, "only {} different queries were heard", heard.len());
    let (mut scans, mut sorts, mut settled) = (Vec::new(), Vec::new(), 0);
    for sql in heard {
        let plan: Vec<Step> = office
            .store()
            .aside(|conn| diesel::sql_query(format!("explain query plan {sql}")).load(conn))
            .unwrap_or_else(|error| panic!("{sql}: {}", error.account()));
        // A meeting's minutes tell what was settled while it sat, whatever was settled before and since.
        if sql.contains("`resolutions`.`closed_at` >= ?") {
            let steps: Vec<&str> = plan.iter().map(|it| it.detail.as_str()).collect();
            assert!(
                steps.iter().any(|it| it.contains("INDEX resolutions_settled (state=? AND closed_at>? AND closed_at<?)")),
                "{steps:?}"
            );
            settled += 1;
        }
        // The longest table by far: to put all of a kind or of a person in order takes a tenth of a second. What became of a
        // few subjects is a few rows.
        let many = plan.iter().any(|it| it.detail.contains(" trail ") && !it.detail.contains("subject_id=?"));
        // What is looked through in memory is read whole, once by a program (`store/memory.rs`).
        let kept = sql.starts_with("SELECT * FROM (SELECT `meetings`.`id`, 'meetings', ") && !sql.contains(" IN (");
        for step in plan {
            if many && step.detail == "USE TEMP B-TREE FOR ORDER BY" {
                sorts.push(sql.chars().take(400).collect::<String>());
            }
            let Some(what) = step.detail.strip_prefix("SCAN ") else { continue };
            let table = what.split_whitespace().next().unwrap_or_default();
            let whole = !what.contains("INDEX") && !what.contains("VIRTUAL") && !table.starts_with('(') && table != "CONSTANT";
            if whole && !kept && !SMALL.contains(&table) {
                scans.push(format!("{}\n    {}", step.detail, sql.chars().take(400).collect::<String>()));
            }
        }
    }
    assert!(settled > 0, "nobody asked what was settled");
    assert!(sorts.is_empty(), "{} queries put the trail in order:\n{}", sorts.len(), sorts.join("\n"));
    assert!(scans.is_empty(), "{} queries read a whole table:\n{}", scans.len(), scans.join("\n"));
}

/// Every different statement that was heard.
static HEARD: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Hears every statement that the program sends.
struct Listener;

impl Listener {
    fn begin() {
        tracing::subscriber::set_global_default(Listener).expect("nobody else listens");
    }
}

impl tracing::Subscriber for Listener {
    fn enabled(&self, about: &tracing::Metadata<'_>) -> bool {
        about.target() == "shuguang::sql"
    }

    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        // What a test asks for itself, on the thread that carries its name, is no page's question.
        if std::thread::current().name().is_some_and(|name| name.contains("::")) {
            return;
        }
        struct Said(String);
        impl tracing::field::Visit for Said {
            fn record_debug(&mut self, _: &tracing::field::Field, value: &dyn std::fmt::Debug) {
                self.0 = format!("{value:?}");
            }
        }
        let mut said = Said(String::new());
        event.record(&mut said);
        // What was bound follows the statement.
        let statement = said.0.split(" -- binds").next().unwrap_or_default().to_owned();
        HEARD.lock().expect("the list").insert(statement);
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}
