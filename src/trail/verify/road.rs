use diesel::prelude::*;

use super::Proof;
use crate::error::Result;
use crate::projects::model::{MoveRow, Project};
use crate::projects::pipeline::{State, WAYS};
use crate::store::Conn;
use crate::store::schema::{moves, projects};

/// Replays every project's moves: each is a row of the road, begins where the one before ended, and the last one ends where
/// the project stands.
pub(super) fn check(conn: &mut Conn, proof: &mut Proof) -> Result<()> {
    let all: Vec<Project> = projects::table.order(projects::id).select(Project::as_select()).load(conn)?;
    let mut made: std::collections::BTreeMap<String, Vec<MoveRow>> = Default::default();
    for row in moves::table.order((moves::project_id, moves::seq)).select(MoveRow::as_select()).load::<MoveRow>(conn)? {
        made.entry(row.project_id.clone()).or_default().push(row);
    }
    for project in all {
        let rows = made.remove(&project.id).unwrap_or_default();
        replay(&project, &rows, proof);
    }
    for project in made.keys() {
        proof.find(format!("moves {project}"), "这些阶段变动不属于任何项目", "these moves belong to no project");
    }
    Ok(())
}

fn replay(project: &Project, rows: &[MoveRow], proof: &mut Proof) {
    let mut at: Option<State> = None;
    for (index, row) in rows.iter().enumerate() {
        let place = format!("{} move {}", project.number, row.seq);
        if usize::try_from(row.seq).ok() != Some(index + 1) {
            proof.find(place.as_str(), "阶段变动的序号不连续", "the moves are not numbered one after the other");
        }
        if row.from_stage != at {
            proof.find(place.as_str(), "不是从上一次变动所到的阶段开始", "the move does not begin where the one before ended");
        }
        let way = WAYS.iter().any(|way| way.from == row.from_stage && way.code == row.code && way.to == row.to_stage);
        if !way {
            proof.find(place, "阶段变动表中没有这一行", "the move is no row of the road");
        }
        at = Some(row.to_stage);
    }
    let (round, count) = (rows.last().map(|row| row.round), i32::try_from(rows.len()).ok());
    if at != Some(project.stage) || Some(project.moves) != count || Some(project.round) != round {
        proof.find(project.number.as_str(), "所在阶段与阶段变动不符", "the project does not stand where its moves led");
    }
}
