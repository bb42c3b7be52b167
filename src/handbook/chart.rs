//! The seven stages as a flow chart: boxes and arrows placed by rule, so that every way of the road is on it.
//!
//! The seven stages stand in a row from left to right. Ways onward run below along the row; ways back arch above it, the longer
//! the higher; the ends hang below the stage that they are reached from.

use crate::projects::pipeline::{Move, Stage, State, WAYS, Way};

/// Width and height of a stage's box, the gap between two, and the room above the row.
const BOX: (i32, i32) = (104, 44);
const GAP: i32 = 36;
const TOP: i32 = 190;

/// A box of the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

impl Node {
    /// Where its words stand.
    pub fn middle(&self) -> (i32, i32) {
        (self.x + self.width / 2, self.y + self.height / 2 + 5)
    }
}

/// An arrow of the chart: a path, and where its word stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrow {
    pub code: Move,
    pub path: String,
    pub label: (i32, i32),
    /// `on`, `back` or `end`.
    pub kind: &'static str,
}

/// The box of a stage.
pub fn stage(stage: Stage) -> Node {
    let place = i32::try_from(stage.number()).unwrap_or(1) - 1;
    Node { x: 20 + place * (BOX.0 + GAP), y: TOP, width: BOX.0, height: BOX.1 }
}

/// The box of an end: below the stage it is reached from.
pub fn end(state: State) -> Option<Node> {
    let above = match state {
        State::Abolished => stage(Stage::Directive),
        State::Terminated => Node { x: stage(Stage::Directive).x, y: TOP + 74, ..stage(Stage::Directive) },
        State::Revoked => stage(Stage::Deliberation),
        State::Completed => stage(Stage::Proposal),
        _ => return None,
    };
    Some(Node { x: above.x, y: above.y + 110, width: BOX.0, height: 34 })
}

/// Width and height of the whole.
pub fn size() -> (i32, i32) {
    (40 + 7 * BOX.0 + 6 * GAP, TOP + 230)
}

/// Every way of the road as an arrow.
pub fn arrows() -> Vec<Arrow> {
    WAYS.iter().enumerate().map(|(index, way)| arrow(index, way)).collect()
}

fn arrow(index: usize, way: &Way) -> Arrow {
    let Some(from) = way.from else {
        let to = stage(way.to.stage());
        let (x, y) = (to.x + 20, to.y);
        return Arrow { code: way.code, path: format!("M{x} {} L{x} {y}", y - 30), label: (x, y - 36), kind: "on" };
    };
    let start = stage(from.stage());
    if let Some(end) = end(way.to) {
        let shift = if way.code == Move::Terminate || from == State::DirectiveIssued { 24 } else { -24 };
        let x = start.x + start.width / 2 + shift;
        let label = (x, start.y + start.height + 30);
        return Arrow { code: way.code, path: format!("M{x} {} L{x} {}", start.y + start.height, end.y), label, kind: "end" };
    }
    let goal = stage(way.to.stage());
    let y = start.y;
    match goal.x - start.x {
        0 => {
            // Within the first stage: a loop on its left shoulder.
            let x = start.x + 30;
            let up = 26 + 12 * (i32::try_from(index).unwrap_or(0) % 2);
            let path = format!("M{x} {y} C{x} {} {} {} {} {y}", y - up, x + 40, y - up, x + 40);
            Arrow { code: way.code, path, label: (x + 20, y - up), kind: "on" }
        }
        onward if onward > 0 && onward <= BOX.0 + GAP => {
            let (x, middle) = (start.x + start.width, y + start.height / 2);
            Arrow {
                code: way.code,
                path: format!("M{x} {middle} L{} {middle}", goal.x),
                label: (x + GAP / 2, middle + 40),
                kind: "on",
            }
        }
        distance => {
            let back = distance < 0;
            let (from_x, to_x) = (start.x + start.width / 2 - 10, goal.x + goal.width / 2 + 10);
            let lift = 34 + distance.abs() / 5 + 22 * (i32::try_from(index).unwrap_or(0) % 3);
            let path = format!("M{from_x} {y} C{from_x} {} {to_x} {} {to_x} {y}", y - lift, y - lift);
            Arrow {
                code: way.code,
                path,
                label: ((from_x + to_x) / 2, y - lift * 3 / 4 - 4),
                kind: if back { "back" } else { "on" },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_the_road_is_on_the_chart() {
        assert_eq!(arrows().len(), WAYS.len());
    }

    #[test]
    fn nothing_leaves_the_chart() {
        let (width, height) = size();
        for arrow in arrows() {
            assert!((0..width).contains(&arrow.label.0) && (0..height).contains(&arrow.label.1), "{arrow:?}");
        }
        for state in State::ALL {
            if let Some(node) = end(*state) {
                assert!(node.y + node.height <= height, "{state}");
            }
        }
    }
}
