//! Two sheets of paper: how much is told of each member, so that the pack of a weekly meeting stays on them.

use crate::reports::week::content::Member;
use crate::reports::week::lines::{Line, Lines};

/// The most of a kind that is told of a member; how many others there are is said.
pub const FEW: usize = 4;

/// How wide the columns of the members' table are on paper (`90-print.css`), in halves of a Chinese character at 8.5 points.
const WEEK: usize = 48;
const STEPS: usize = 34;
const DEVIATIONS: usize = 20;
/// How wide a line across the page is, and one of a resolution beside what else is said of it.
const PAGE: usize = 115;
const RESOLUTION: usize = 60;
/// How many lines the two sheets take, with what is lost where a member is not cut in two.
const SHEETS: usize = 112;
/// What a row costs besides its lines, in tenths of one: its edges.
const EDGES: usize = 4;

/// How much is told of each so that it fits, where `others` lines stand outside of the members' table; none if nothing fits.
pub fn few(lines: Lines<'_>, members: &[Member], reported: impl Fn(&Member) -> String, others: usize) -> Option<usize> {
    let fits = |few: &usize| {
        let lines = Lines { few: *few, ..lines };
        let tenths: usize = members.iter().map(|it| height(lines, it, &reported(it)) * 10 + EDGES).sum();
        others + tenths / 10 <= SHEETS
    };
    (1..=FEW).rev().find(fits)
}

/// How many lines a member takes.
fn height(lines: Lines<'_>, it: &Member, reported: &str) -> usize {
    let joined = |all: Vec<Line>, width| wrapped(all.iter().map(|it| wide(&it.1) + 2).sum(), width);
    let week = wrapped(wide(reported) + 10, WEEK) + joined(lines.did(it), WEEK);
    let steps = joined(lines.late(it), STEPS) + joined(lines.due(it), STEPS);
    week.max(steps).max(joined(lines.alerts(it), DEVIATIONS)).max(1)
}

/// How many lines a text takes across the page.
pub fn across(text: &str) -> usize {
    wrapped(wide(text), PAGE)
}

/// How many lines the resolutions take, each with its number and its edges.
pub fn resolutions(all: impl Iterator<Item = String>) -> usize {
    let tenths: usize = all.map(|content| wrapped(wide(&content) + 12, RESOLUTION) * 10 + EDGES).sum();
    tenths.div_ceil(10)
}

fn wrapped(width: usize, column: usize) -> usize {
    width.div_ceil(column)
}

/// How wide a text is, in halves of a Chinese character: letters are a little wider than one half.
fn wide(text: &str) -> usize {
    let tenths: usize = text.chars().map(|it| if it.is_ascii() { 11 } else { 20 }).sum();
    tenths.div_ceil(10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::week::lines::begins;

    #[test]
    fn a_resolution_takes_one_line_two_or_more_and_its_edges() {
        let long =
            "把华东各卖场的样品清单、借还记录与现场照片逐一核对，差异写明原因并报总指挥，逾期未还的列出名单。".to_owned();
        for (most, all, lines) in [(22, 10, 14), (48, 10, 24), (usize::MAX, 10, 24)] {
            let told = (0..all).map(|_| begins(&long, most));
            assert_eq!(resolutions(told), lines, "{most}");
        }
        assert_eq!(resolutions(std::iter::empty()), 0);
    }
}
