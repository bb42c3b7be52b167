//! The guard that the database itself keeps, made from the road's own table: a change of `projects.stage` that is no row of it,
//! or has no move recorded with it, is refused by a trigger, whatever statement it comes from. Moves are never changed or
//! removed; a sealed plan stays as it is.

use super::pipeline::WAYS;

/// The condition that `from`, `code`, `to` and "opens a round" name a row of the road.
fn row_of_the_road(from: &str, code: &str, to: &str, rounds: &str) -> String {
    let rows = WAYS.iter().map(|way| {
        let from = match way.from {
            Some(state) => format!("{from} = '{state}'"),
            None => format!("{from} is null"),
        };
        let opened = i32::from(way.opens_round);
        format!("({from} and {code} = '{}' and {to} = '{}' and {rounds} = {opened})", way.code, way.to)
    });
    rows.collect::<Vec<_>>().join(" or ")
}

/// One trigger: its name, when it fires, the condition under which it refuses, and what it says.
struct Trigger {
    name: &'static str,
    table: &'static str,
    event: &'static str,
    refuses: String,
    says: &'static str,
}

fn triggers() -> Vec<Trigger> {
    let project = "(select p.stage from projects p where p.id = new.project_id)";
    let moves = "(select p.moves from projects p where p.id = new.project_id)";
    let round = "(select p.round from projects p where p.id = new.project_id)";
    let road = row_of_the_road("new.from_stage", "new.code", "new.to_stage", &format!("(new.round - {round})"));
    let sealed = |row: &str| {
        format!("exists (select 1 from plan_versions v where v.id = {row}.plan_version_id and v.sealed_at is not null)")
    };
    // Approved now, or ever: a later version leaves those before it as they were.
    let approved = |row: &str| {
        format!(
            "exists (select 1 from projects p where p.approved_id = {row}.plan_version_id) \
             or exists (select 1 from plan_versions v join moves m on m.project_id = v.project_id \
                 where v.id = {row}.plan_version_id and m.plan_version_id = v.id and m.code = 'approve')"
        )
    };
    let mut all = vec![
        Trigger {
            name: "moves_on_the_road",
            table: "moves",
            event: "insert",
            refuses: format!(
                "not ({road}) or new.seq <> {moves} + 1 or {project} is null \
                 or (new.from_stage is not null and new.from_stage <> {project}) \
                 or (new.from_stage is null and (new.seq <> 1 or {project} <> 'directive_draft'))"
            ),
            says: "this move is no row of the road",
        },
        Trigger {
            name: "moves_stay",
            table: "moves",
            event: "update",
            refuses: "1 = 1".into(),
            says: "a move is never changed",
        },
        Trigger {
            name: "moves_are_kept",
            table: "moves",
            event: "delete",
            refuses: "1 = 1".into(),
            says: "a move is never removed",
        },
        Trigger {
            name: "projects_begin",
            table: "projects",
            event: "insert",
            refuses: "new.stage <> 'directive_draft' or new.moves <> 0 or new.round <> 1".into(),
            says: "a project begins with the draft of its directive",
        },
        Trigger {
            name: "projects_move",
            table: "projects",
            event: "update",
            refuses: "new.id <> old.id \
                 or ((new.stage <> old.stage or new.round <> old.round) and new.moves = old.moves) \
                 or (new.moves <> old.moves and not (new.moves = old.moves + 1 and exists (select 1 from moves m \
                     where m.project_id = old.id and m.seq = new.moves and m.to_stage = new.stage and m.round = new.round \
                     and (m.from_stage = old.stage or (m.from_stage is null and new.moves = 1)))))"
                .into(),
            says: "a project changes its stage only by a recorded move",
        },
        Trigger {
            name: "projects_stay",
            table: "projects",
            event: "delete",
            refuses: "1 = 1".into(),
            says: "a project is never removed",
        },
        Trigger {
            name: "plan_versions_sealed",
            table: "plan_versions",
            event: "update",
            refuses: "old.sealed_at is not null".into(),
            says: "a sealed plan is never changed",
        },
        Trigger {
            name: "plan_versions_kept",
            table: "plan_versions",
            event: "delete",
            refuses: "old.sealed_at is not null".into(),
            says: "a sealed plan is never removed",
        },
    ];
    let frozen = ["number", "giver_id", "taker_id", "reason", "note", "content", "seal"];
    let rewritten = frozen.iter().map(|name| format!("new.{name} <> old.{name}")).collect::<Vec<_>>().join(" or ");
    for (name, table, event, refuses) in [
        ("handovers_stay", "handovers", "update", rewritten.as_str()),
        ("handovers_kept", "handovers", "delete", "1 = 1"),
        ("handover_items_stay", "handover_items", "update", "1 = 1"),
        ("handover_items_kept", "handover_items", "delete", "1 = 1"),
    ] {
        all.push(Trigger { name, table, event, refuses: refuses.to_owned(), says: "what was handed over stays as it was" });
    }
    for (table, names) in [
        ("plan_actions", ["plan_actions_insert", "plan_actions_update", "plan_actions_delete"]),
        ("plan_steps", ["plan_steps_insert", "plan_steps_update", "plan_steps_delete"]),
        ("budget_lines", ["budget_lines_insert", "budget_lines_update", "budget_lines_delete"]),
    ] {
        for (name, event) in names.into_iter().zip(["insert", "update", "delete"]) {
            let refuses = sealed(if event == "insert" { "new" } else { "old" });
            all.push(Trigger { name, table, event, refuses, says: "a sealed plan is never changed" });
        }
    }
    for (table, names) in [
        ("standards", ["standards_insert", "standards_update", "standards_delete"]),
        ("plan_terms", ["plan_terms_insert", "plan_terms_update", "plan_terms_delete"]),
        ("control_methods", ["control_methods_insert", "control_methods_update", "control_methods_delete"]),
    ] {
        for (name, event) in names.into_iter().zip(["insert", "update", "delete"]) {
            let refuses = approved(if event == "insert" { "new" } else { "old" });
            all.push(Trigger { name, table, event, refuses, says: "what was fixed at the approval is never changed" });
        }
    }
    all
}

/// The triggers in SQLite's language; put up anew at every start, so that they are always those of this road.
#[cfg(not(feature = "postgres"))]
pub fn statements() -> Vec<String> {
    triggers()
        .into_iter()
        .map(|Trigger { name, table, event, refuses, says }| {
            format!(
                "drop trigger if exists {name}; create trigger {name} before {event} on {table} when {refuses} \
                 begin select raise(abort, '{says}'); end;"
            )
        })
        .collect()
}

/// The triggers in PostgreSQL's language; put up anew at every start, so that they are always those of this road.
#[cfg(feature = "postgres")]
pub fn statements() -> Vec<String> {
    triggers()
        .into_iter()
        .map(|Trigger { name, table, event, refuses, says }| {
            let row = if event == "delete" { "old" } else { "new" };
            format!(
                "create or replace function {name}() returns trigger language plpgsql as $guard$ begin \
                 if {refuses} then raise exception '{says}'; end if; return {row}; end $guard$; \
                 drop trigger if exists {name} on {table}; \
                 create trigger {name} before {event} on {table} for each row execute function {name}();"
            )
        })
        .collect()
}
