use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::{Map, Value};

use super::{BATCH, Proof};
use crate::error::Result;
use crate::store::Conn;
use crate::store::schema::trail;
use crate::store::trail::Entry;
use crate::trail::records::{RECORDS, Record, known};

/// Plays the trail forward, subject by subject, and compares what comes out with every recorded row of every table.
pub(super) fn check(conn: &mut Conn, proof: &mut Proof) -> Result<()> {
    for record in RECORDS {
        compare(conn, record, proof)?;
    }
    let kinds: Vec<String> = trail::table.select(trail::kind).distinct().order(trail::kind).load(conn)?;
    for kind in kinds.iter().filter(|kind| known(kind).is_none()) {
        proof.find(format!("trail {kind}"), "程序不认识这种记录", "the program knows no such record");
    }
    Ok(())
}

/// A subject of the trail while its rows are played.
struct Subject {
    id: String,
    /// None: not there yet, or removed.
    state: Option<Map<String, Value>>,
}

fn compare(conn: &mut Conn, record: &Record, proof: &mut Proof) -> Result<()> {
    let mut rows: BTreeMap<String, Value> = (record.all)(conn)?.into_iter().collect();
    proof.records += rows.len();
    let mut subject = Subject { id: String::new(), state: None };
    let mut from = (String::new(), i64::MIN);
    loop {
        let later = trail::subject_id.gt(from.0.clone()).or(trail::subject_id.eq(from.0.clone()).and(trail::seq.gt(from.1)));
        let batch: Vec<Entry> = trail::table
            .filter(trail::kind.eq(record.kind))
            .filter(later)
            .order((trail::subject_id, trail::seq))
            .limit(BATCH)
            .select(Entry::as_select())
            .load(conn)?;
        let Some(end) = batch.last() else { break };
        from = (end.subject_id.clone(), end.seq);
        for entry in batch {
            if entry.subject_id != subject.id {
                let next = Subject { id: entry.subject_id.clone(), state: None };
                settle(record.kind, std::mem::replace(&mut subject, next), &mut rows, proof);
            }
            play(&mut subject, &entry, proof);
        }
    }
    settle(record.kind, subject, &mut rows, proof);
    for id in rows.keys() {
        proof.find(format!("{} {id}", record.kind), "留痕中没有这一行", "the row is not in the trail");
    }
    Ok(())
}

/// One change: what it says was there before must be there.
fn play(subject: &mut Subject, entry: &Entry, proof: &mut Proof) {
    let parse = |json: &Option<String>| json.as_deref().and_then(|json| serde_json::from_str::<Map<String, Value>>(json).ok());
    let (before, after) = (parse(&entry.before), parse(&entry.after));
    let readable = before.is_some() == entry.before.is_some() && after.is_some() == entry.after.is_some();
    let holds = match (&before, &subject.state) {
        (None, state) => state.is_none(),
        (Some(_), None) => false,
        (Some(before), Some(state)) => before.iter().all(|(field, was)| is(state.get(field), Some(was))),
    };
    if !readable || !holds || (before.is_none() && after.is_none()) {
        let at = format!("trail {} ({} {})", entry.seq, entry.kind, entry.subject_id);
        proof.find(at, "与此前的留痕相矛盾", "the row contradicts those before it");
    }
    subject.state = match (subject.state.take(), before, after) {
        (Some(mut state), Some(_), Some(after)) => {
            state.extend(after);
            Some(state)
        }
        (_, _, after) => after,
    };
}

/// Whether a row has in a field what the trail says. A column that came with a later version of the program is not in what was written
/// before: it stands empty in the rows of that time, as the migration that brought it left it.
fn is(written: Option<&Value>, row: Option<&Value>) -> bool {
    match (written, row.unwrap_or(&Value::Null)) {
        (Some(written), row) => written == row,
        (None, Value::Null | Value::Bool(false)) => true,
        (None, Value::String(text)) => text.is_empty(),
        (None, Value::Number(number)) => number.as_f64() == Some(0.0),
        (None, _) => false,
    }
}

/// A subject is played to its end: the table holds exactly that.
fn settle(kind: &str, subject: Subject, rows: &mut BTreeMap<String, Value>, proof: &mut Proof) {
    let at = format!("{kind} {}", subject.id);
    match (subject.state, rows.remove(&subject.id)) {
        (None, None) => {}
        (None, Some(_)) => proof.find(at, "留痕中已删除，表中还在", "the row was removed in the trail and is still there"),
        (Some(_), None) => proof.find(at, "留痕中有，表中没有", "the row is in the trail and not in the table"),
        (Some(state), Some(row)) => {
            let differs = |field: &&String| !is(state.get(field.as_str()), row.get(field.as_str()));
            let held = row.as_object().map(|row| row.keys().collect::<Vec<_>>()).unwrap_or_default();
            let fields: Vec<&str> = held
                .into_iter()
                .filter(differs)
                .chain(state.keys().filter(|field| row.get(field.as_str()).is_none()))
                .map(String::as_str)
                .collect();
            if !fields.is_empty() {
                proof.find(format!("{at} ({})", fields.join(", ")), "与留痕不符", "the row is not as the trail says");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_came_later_is_true_while_it_stands_empty() {
        for (written, row, holds) in [
            (None, "null", true),
            (None, "\"\"", true),
            (None, "0", true),
            (None, "false", true),
            (None, "\"said\"", false),
            (None, "3", false),
            (None, "true", false),
            (Some("\"said\""), "\"said\"", true),
            (Some("null"), "\"\"", false),
            (Some("\"\""), "null", false),
        ] {
            let [written, row] = [written, Some(row)].map(|it| it.and_then(|it| serde_json::from_str::<Value>(it).ok()));
            assert_eq!(is(written.as_ref(), row.as_ref()), holds, "{written:?} {row:?}");
        }
    }
}
