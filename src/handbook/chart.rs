//! The road as a flow chart: every state a box, every way of the table an arrow, placed by rule.
//!
//! The road runs down the middle, from the draft to the completed project, a row for each state. Ways back run up on its right,
//! the longer the further out. What ends a project, and the stop that is asked for, stand on the left, in the row that they are
//! reached from. It is drawn downward so that it is legible on paper and on a phone.

use crate::projects::pipeline::{Move, State, WAYS, Way};

/// The boxes of the road, their height, and from one row to the next.
const ROAD: (i32, i32) = (300, 200);
const HEIGHT: i32 = 44;
const PITCH: i32 = 106;
const TOP: i32 = 60;
/// The boxes beside the road.
const SIDE: (i32, i32) = (40, 140);
/// Where ways back run: to the row above, and further.
const LANES: (i32, i32) = (580, 750);
/// Where the way from a stop back to the directive runs.
const OUTER: i32 = 20;
/// Line height of labels, and how far from a line they stand.
const LINE: i32 = 17;
const OFF: i32 = 9;

/// A box of the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    pub state: State,
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
    /// On the road, or beside it.
    pub on_road: bool,
}

impl Node {
    /// Where its words stand.
    pub fn middle(&self) -> (i32, i32) {
        (self.x + self.width / 2, self.y + self.height / 2 + 5)
    }

    /// How round its corners are: ends are round.
    pub fn corner(&self) -> i32 {
        if self.state.ended() { self.height / 2 } else { 6 }
    }

    /// The number of the stage that begins with it; the later states of the first stage carry it too.
    pub fn number(&self) -> Option<usize> {
        (!self.state.ended()).then(|| self.state.stage().number())
    }
}

/// Words at an arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub x: i32,
    pub y: i32,
    /// `start` or `middle`.
    pub anchor: &'static str,
    pub text: String,
    /// Who makes the move, not the move itself.
    pub minor: bool,
}

/// An arrow of the chart: one way, or several between the same two states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrow {
    pub codes: Vec<Move>,
    pub path: String,
    pub labels: Vec<Label>,
    /// `on`, `back` (a new round begins) or `end`.
    pub kind: &'static str,
}

/// In which row a state stands, and whether on the road.
const fn row(state: State) -> (i32, bool) {
    match state {
        State::DirectiveDraft => (0, true),
        State::Abolished => (0, false),
        State::DirectiveIssued => (1, true),
        State::Planning => (2, true),
        State::Deliberation => (3, true),
        State::Revoked => (3, false),
        State::Implementation => (4, true),
        State::Control => (5, true),
        State::StopRequested => (5, false),
        State::Monitoring => (6, true),
        State::Terminated => (6, false),
        State::Proposal => (7, true),
        State::Completed => (8, true),
    }
}

/// The box of a state.
pub fn node(state: State) -> Node {
    let (row, on_road) = row(state);
    let (x, width) = if on_road { ROAD } else { SIDE };
    Node { state, x, y: TOP + row * PITCH, width, height: HEIGHT, on_road }
}

/// Every box.
pub fn nodes() -> Vec<Node> {
    State::ALL.iter().map(|state| node(*state)).collect()
}

/// Width and height of the whole.
pub fn size() -> (i32, i32) {
    (880, TOP + 8 * PITCH + HEIGHT + 16)
}

/// Every way of the road as an arrow; `say` names a move, `who` those who make it.
pub fn arrows(say: impl Fn(Move) -> String, who: impl Fn(Move) -> Vec<String>) -> Vec<Arrow> {
    let mut drawn: Vec<(&Way, Vec<Move>)> = Vec::new();
    for way in WAYS {
        match drawn.iter_mut().find(|(other, _)| (other.from, other.to) == (way.from, way.to)) {
            Some((_, codes)) => codes.push(way.code),
            None => drawn.push((way, vec![way.code])),
        }
    }
    let words = |codes: &[Move]| {
        let mut words: Vec<(String, bool)> = codes.iter().map(|code| (say(*code), false)).collect();
        for line in codes.first().map(|code| who(*code)).unwrap_or_default() {
            words.push((line, true));
        }
        words
    };
    drawn.into_iter().map(|(way, codes)| arrow(way, words(&codes), codes)).collect()
}

/// Lines of words one below the other; `y` is the first one's foot.
fn lines(words: Vec<(String, bool)>, x: i32, y: i32, anchor: &'static str) -> Vec<Label> {
    (0..).zip(words).map(|(index, (text, minor))| Label { x, y: y + index * LINE, anchor, text, minor }).collect()
}

/// The same, the middle of them at `y`.
fn around(words: Vec<(String, bool)>, x: i32, y: i32) -> Vec<Label> {
    let count = i32::try_from(words.len()).unwrap_or(1);
    lines(words, x, y - count * LINE / 2 + 13, "start")
}

fn arrow(way: &Way, words: Vec<(String, bool)>, codes: Vec<Move>) -> Arrow {
    let to = node(way.to);
    let kind = match (way.to.ended() && !to.on_road, way.opens_round) {
        (true, _) => "end",
        (_, true) => "back",
        _ => "on",
    };
    let (path, labels) = match way.from.map(node) {
        None => {
            let x = to.x + to.width / 2;
            (format!("M{x} {} V{}", to.y - 34, to.y), around(words, x + OFF, to.y - 22))
        }
        Some(from) => between(&from, &to, words),
    };
    Arrow { codes, path, labels, kind }
}

fn between(from: &Node, to: &Node, words: Vec<(String, bool)>) -> (String, Vec<Label>) {
    let (down, middle) = (to.y - from.y, from.y + from.height / 2);
    let count = i32::try_from(words.len()).unwrap_or(1);
    match (from.on_road, to.on_road) {
        // Onward, or from a stop to its end: straight down.
        (true, true) | (false, false) if down > 0 => {
            let (x, y) = (from.x + from.width / 2, from.y + from.height);
            (format!("M{x} {y} V{}", to.y), around(words, x + OFF, (y + to.y) / 2))
        }
        // Back: up on the right; leaving and entering at heights of their own, so that no two ways touch.
        (true, true) => {
            let far = down < -PITCH;
            let lane = if far { LANES.1 } else { LANES.0 };
            let side = from.x + from.width;
            let (out, into) = (if far { 0 } else { -13 }, 13);
            let (y, end) = (middle + out, to.y + to.height / 2 + into);
            (format!("M{side} {y} H{lane} V{end} H{side}"), around(words, lane + OFF, (y + end) / 2))
        }
        // To something beside the road.
        (true, false) => {
            let (side, edge) = (from.x, to.x + to.width);
            let x = (side + edge) / 2;
            if down == 0 {
                let y = if to.state.ended() { middle } else { middle - 10 };
                (format!("M{side} {y} H{edge}"), lines(words, x, y - 7 - (count - 1) * LINE, "middle"))
            } else {
                let (y, foot) = (middle - 10, to.x + to.width / 2);
                (format!("M{side} {y} H{foot} V{}", to.y + to.height), lines(words, x, y - 7 - (count - 1) * LINE, "middle"))
            }
        }
        // From a stop back to the road: across, or up on the outside.
        (false, _) => {
            let (edge, side) = (from.x + from.width, to.x);
            if down == 0 {
                let y = middle + 10;
                (format!("M{edge} {y} H{side}"), lines(words, (edge + side) / 2, y + 17, "middle"))
            } else {
                let (y, end) = (middle, to.y + to.height / 2 + 10);
                let path = format!("M{} {y} H{OUTER} V{end} H{side}", from.x);
                (path, lines(words, (edge + side) / 2, end + 17, "middle"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Arrow> {
        // The move with the most people who may make it takes two lines for them.
        let who = |code| match code {
            Move::OpenControl => vec!["Commander, Coordinator".to_owned(), "Project owner".to_owned()],
            _ => vec!["Project owner".to_owned()],
        };
        arrows(|code| code.name().1.to_owned(), who)
    }

    #[test]
    fn every_way_of_the_road_is_on_the_chart() {
        let drawn: usize = all().iter().map(|it| it.codes.len()).sum();
        assert_eq!(drawn, WAYS.len());
    }

    #[test]
    fn no_two_states_stand_in_one_place() {
        for state in State::ALL {
            let same = State::ALL.iter().filter(|it| row(**it) == row(*state)).count();
            assert_eq!(same, 1, "{state}");
        }
    }

    #[test]
    fn nothing_leaves_the_chart_and_no_words_stand_on_others() {
        let (width, height) = size();
        // About as wide as English is drawn.
        let wide = |it: &Label| i32::try_from(it.text.chars().count()).unwrap_or(0) * 7;
        let span = |it: &Label| match it.anchor {
            "middle" => (it.x - wide(it) / 2, it.x + wide(it) / 2),
            _ => (it.x, it.x + wide(it)),
        };
        let labels: Vec<Label> = all().into_iter().flat_map(|it| it.labels).collect();
        for (index, label) in labels.iter().enumerate() {
            let (left, right) = span(label);
            assert!(left >= 0 && right <= width && (12..height).contains(&label.y), "{label:?}");
            for other in &labels[index + 1..] {
                let (start, end) = span(other);
                let apart = right <= start || end <= left || (label.y - other.y).abs() >= LINE - 3;
                assert!(apart, "{label:?} on {other:?}");
            }
            for node in nodes() {
                let apart = right <= node.x
                    || left >= node.x + node.width
                    || label.y <= node.y + 2
                    || label.y - 11 >= node.y + node.height;
                assert!(apart, "{label:?} on the box of {}", node.state);
            }
        }
    }
}
