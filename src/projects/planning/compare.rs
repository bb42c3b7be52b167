//! What changed between two versions of a plan: per section, sentence by sentence or line by line.

use super::model::{Plan, Section};
use crate::money::Money;

/// A piece of a section and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Same(String),
    Added(String),
    Removed(String),
}

/// The sections that differ, each with its pieces.
pub fn compare(old: &Plan, new: &Plan) -> Vec<(Section, Vec<Piece>)> {
    let all = Section::ALL.iter().map(|section| (*section, pieces(&lines(old, *section), &lines(new, *section))));
    all.filter(|(_, pieces)| pieces.iter().any(|it| !matches!(it, Piece::Same(_)))).collect()
}

/// A section as sentences or lines.
fn lines(plan: &Plan, section: Section) -> Vec<String> {
    let version = &plan.version;
    match section {
        Section::Goal => sentences(&version.goal),
        Section::Strategy => sentences(&version.strategy),
        Section::Division => sentences(&version.division),
        Section::Focus => sentences(&version.focus),
        Section::Actions => {
            let line =
                |title: &str, detail: &str| if detail.is_empty() { title.to_owned() } else { format!("{title}：{detail}") };
            plan.actions.iter().map(|it| line(&it.title, &it.detail)).collect()
        }
        Section::Steps => {
            plan.steps.iter().map(|it| format!("{} – {} {} {}", it.starts_on, it.ends_on, it.title, it.who)).collect()
        }
        Section::Budget => {
            let zero = version.zero_budget.then(|| "0 元".to_owned());
            plan.budget.iter().map(|it| format!("{} {} 元", it.title, Money(it.fen).yuan())).chain(zero).collect()
        }
    }
}

/// A text cut after each sentence and line.
fn sentences(text: &str) -> Vec<String> {
    text.split_inclusive(['。', '；', '！', '？', '\n', ';'])
        .map(|it| it.trim().to_owned())
        .filter(|it| !it.is_empty())
        .collect()
}

/// The shortest way from one list to the other that keeps the longest common part (LCS).
fn pieces(old: &[String], new: &[String]) -> Vec<Piece> {
    let mut longest = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            longest[i][j] = if a == b { longest[i + 1][j + 1] + 1 } else { longest[i + 1][j].max(longest[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut pieces) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            pieces.push(Piece::Same(old[i].clone()));
            i += 1;
            j += 1;
        } else if j == new.len() || (i < old.len() && longest[i + 1][j] >= longest[i][j + 1]) {
            pieces.push(Piece::Removed(old[i].clone()));
            i += 1;
        } else {
            pieces.push(Piece::Added(new[j].clone()));
            j += 1;
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(text: &str) -> Vec<String> {
        sentences(text)
    }

    #[test]
    fn a_changed_sentence_is_one_removed_and_one_added() {
        let was = list("先做标杆。再做推广。");
        let is = list("先做标杆。暂缓推广。");
        let expected =
            [Piece::Same("先做标杆。".into()), Piece::Removed("再做推广。".into()), Piece::Added("暂缓推广。".into())];
        assert_eq!(pieces(&was, &is), expected);
    }

    proptest! {
        #[test]
        fn the_pieces_hold_both_texts(old in prop::collection::vec("[ab]", 0..8), new in prop::collection::vec("[ab]", 0..8)) {
            let all = pieces(&old, &new);
            let was: Vec<_> = all.iter().filter_map(|it| match it {
                Piece::Same(text) | Piece::Removed(text) => Some(text.clone()),
                Piece::Added(_) => None,
            }).collect();
            let is: Vec<_> = all.iter().filter_map(|it| match it {
                Piece::Same(text) | Piece::Added(text) => Some(text.clone()),
                Piece::Removed(_) => None,
            }).collect();
            prop_assert_eq!(was, old);
            prop_assert_eq!(is, new);
        }
    }
}
