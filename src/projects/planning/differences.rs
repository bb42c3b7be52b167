//! What changed between two versions of a plan: texts sentence by sentence, actions, steps and budget lines row by row. Pure.

use std::collections::VecDeque;

use super::model::{Plan, PlanStep, Section};
use crate::money::Money;

/// A piece of a text in two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Same(String),
    Removed(String),
    Added(String),
}

/// What happened to a text or a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Added,
    Removed,
    Changed,
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub mark: Mark,
    pub pieces: Vec<Piece>,
}

/// What changed in one section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionChanges {
    pub section: Section,
    pub changes: Vec<Change>,
    /// The rows that both have stand in another order.
    pub reordered: bool,
}

/// What changed in each section that did.
pub fn between(before: &Plan, after: &Plan) -> Vec<SectionChanges> {
    let (old, new) = (&before.version, &after.version);
    let all = Section::ALL.iter().map(|section| {
        let (changes, reordered) = match section {
            Section::Goal => (text(&old.goal, &new.goal), false),
            Section::Strategy => (text(&old.strategy, &new.strategy), false),
            Section::Division => (text(&old.division, &new.division), false),
            Section::Focus => (text(&old.focus, &new.focus), false),
            Section::Actions => {
                rows(&before.actions, &after.actions, |it| it.title.clone(), |it| vec![it.title.clone(), it.detail.clone()])
            }
            Section::Steps => rows(&before.steps, &after.steps, |it| it.line_id.clone(), step),
            Section::Budget => budget(before, after),
        };
        SectionChanges { section: *section, changes, reordered }
    });
    all.filter(|it| it.reordered || !it.changes.is_empty()).collect()
}

fn step(step: &PlanStep) -> Vec<String> {
    vec![step.title.clone(), format!("{} – {}", step.starts_on, step.ends_on), step.who.clone()]
}

fn budget(before: &Plan, after: &Plan) -> (Vec<Change>, bool) {
    let parts = |title: &str, fen: i64| vec![title.to_owned(), format!("¥ {}", Money(fen))];
    let (mut changes, reordered) = rows(&before.budget, &after.budget, |it| it.title.clone(), |it| parts(&it.title, it.fen));
    let total = |plan: &Plan| vec!["∑".to_owned(), format!("¥ {}", Money(plan.total()))];
    if before.total() != after.total() && !before.budget.is_empty() && !after.budget.is_empty() {
        changes.push(Change { mark: Mark::Changed, pieces: compare_parts(&total(before), &total(after)) });
    }
    if before.version.zero_budget != after.version.zero_budget {
        let (mark, piece) = match after.version.zero_budget {
            true => (Mark::Added, Piece::Added("¥ 0.00".into())),
            false => (Mark::Removed, Piece::Removed("¥ 0.00".into())),
        };
        changes.push(Change { mark, pieces: vec![piece] });
    }
    (changes, reordered)
}

/// What changed in a text; nothing if nothing did.
fn text(before: &str, after: &str) -> Vec<Change> {
    let pieces = compare(before, after);
    let mark = match (before.is_empty(), after.is_empty()) {
        _ if before == after => return Vec::new(),
        (true, _) => Mark::Added,
        (_, true) => Mark::Removed,
        _ => Mark::Changed,
    };
    vec![Change { mark, pieces }]
}

/// What changed among rows that know each other by a key; of several with the same key the first belongs to the first.
fn rows<R>(before: &[R], after: &[R], key: impl Fn(&R) -> String, parts: impl Fn(&R) -> Vec<String>) -> (Vec<Change>, bool) {
    let mut left: Vec<(usize, &R)> = before.iter().enumerate().collect();
    let mut changes = Vec::new();
    let mut places = Vec::new();
    for row in after {
        match left.iter().position(|(_, old)| key(old) == key(row)) {
            Some(at) => {
                let (place, old) = left.remove(at);
                places.push(place);
                let (old, new) = (parts(old), parts(row));
                if old != new {
                    changes.push(Change { mark: Mark::Changed, pieces: compare_parts(&old, &new) });
                }
            }
            None => changes.push(Change { mark: Mark::Added, pieces: vec![Piece::Added(joined(&parts(row)))] }),
        }
    }
    for (_, row) in left {
        changes.push(Change { mark: Mark::Removed, pieces: vec![Piece::Removed(joined(&parts(row)))] });
    }
    (changes, !places.is_sorted())
}

/// Between the parts of a row.
const BETWEEN: &str = " · ";

fn joined(parts: &[String]) -> String {
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(BETWEEN)
}

fn compare_parts(before: &[String], after: &[String]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (old, new) in before.iter().zip(after) {
        if old.is_empty() && new.is_empty() {
            continue;
        }
        if !pieces.is_empty() {
            pieces.push(Piece::Same(BETWEEN.into()));
        }
        if old == new {
            pieces.push(Piece::Same(new.clone()));
            continue;
        }
        if !old.is_empty() {
            pieces.push(Piece::Removed(old.clone()));
        }
        if !new.is_empty() {
            pieces.push(Piece::Added(new.clone()));
        }
    }
    pieces
}

/// A text cut behind each end of a sentence and each line.
fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive(['。', '；', '！', '？', '\n', ';']).collect()
}

/// Two texts sentence by sentence. What is the same or removed, put together, is the first; what is the same or added, the
/// second.
pub fn compare(before: &str, after: &str) -> Vec<Piece> {
    let (old, new) = (sentences(before), sentences(after));
    let ahead = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let most = old.len().min(new.len()) - ahead;
    let behind = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(old, new)| old == new).count();
    let (old_middle, new_middle) = (&old[ahead..old.len() - behind], &new[ahead..new.len() - behind]);
    let mut pieces = Vec::new();
    same(&mut pieces, &old[..ahead]);
    middle(&mut pieces, old_middle, new_middle);
    same(&mut pieces, &old[old.len() - behind..]);
    pieces
}

fn same(pieces: &mut Vec<Piece>, sentences: &[&str]) {
    if !sentences.is_empty() {
        pieces.push(Piece::Same(sentences.concat()));
    }
}

/// By the longest common subsequence of sentences. A plan's text has at most 4,000 characters, so the table stays small.
fn middle(pieces: &mut Vec<Piece>, old: &[&str], new: &[&str]) {
    let width = new.len() + 1;
    // The length of the longest common subsequence of what follows each pair of places.
    let mut longest = vec![0_u16; (old.len() + 1) * width];
    for at in (0..old.len()).rev() {
        for beside in (0..new.len()).rev() {
            longest[at * width + beside] = match old[at] == new[beside] {
                true => longest[(at + 1) * width + beside + 1].saturating_add(1),
                false => longest[(at + 1) * width + beside].max(longest[at * width + beside + 1]),
            };
        }
    }
    let (mut at, mut beside) = (0, 0);
    let mut kept: VecDeque<(usize, usize)> = VecDeque::new();
    while at < old.len() && beside < new.len() {
        if old[at] == new[beside] {
            kept.push_back((at, beside));
            (at, beside) = (at + 1, beside + 1);
        } else if longest[(at + 1) * width + beside] >= longest[at * width + beside + 1] {
            at += 1;
        } else {
            beside += 1;
        }
    }
    kept.push_back((old.len(), new.len()));
    let (mut at, mut beside) = (0, 0);
    for (old_end, new_end) in kept {
        if at < old_end {
            pieces.push(Piece::Removed(old[at..old_end].concat()));
        }
        if beside < new_end {
            pieces.push(Piece::Added(new[beside..new_end].concat()));
        }
        if let Some(sentence) = old.get(old_end) {
            match pieces.last_mut() {
                Some(Piece::Same(text)) => text.push_str(sentence),
                _ => pieces.push(Piece::Same((*sentence).to_owned())),
            }
        }
        (at, beside) = (old_end + 1, new_end + 1);
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::super::model::{BudgetLine, PlanAction, PlanVersion};
    use super::*;

    fn told(pieces: &[Piece]) -> String {
        let told = |piece: &Piece| match piece {
            Piece::Same(text) => text.clone(),
            Piece::Removed(text) => format!("[-{text}]"),
            Piece::Added(text) => format!("[+{text}]"),
        };
        pieces.iter().map(told).collect()
    }

    #[test]
    fn texts_are_compared_sentence_by_sentence() {
        for (before, after, shown) in [
            ("", "", ""),
            ("甲。", "甲。", "甲。"),
            ("", "甲。", "[+甲。]"),
            ("甲。", "", "[-甲。]"),
            ("甲。乙。丙。", "甲。丁。丙。", "甲。[-乙。][+丁。]丙。"),
            ("甲。乙。", "乙。甲。", "[-甲。]乙。[+甲。]"),
            ("第一行\n第二行", "第一行\n第二行\n第三行", "第一行\n[-第二行][+第二行\n第三行]"),
            ("甲；乙。", "甲；丙；乙。", "甲；[+丙；]乙。"),
            ("甲。甲。甲。", "甲。", "甲。[-甲。甲。]"),
        ] {
            assert_eq!(told(&compare(before, after)), shown, "{before:?} → {after:?}");
        }
    }

    fn plan() -> Plan {
        let day = |day| NaiveDate::from_ymd_opt(2026, 12, day).unwrap_or_default();
        let step = |line: &str, title: &str, from, to| PlanStep {
            id: String::new(),
            plan_version_id: String::new(),
            line_id: line.into(),
            position: 0,
            title: title.into(),
            who: "李伟".into(),
            starts_on: day(from),
            ends_on: day(to),
        };
        let action = |title: &str| PlanAction {
            id: String::new(),
            plan_version_id: String::new(),
            position: 0,
            title: title.into(),
            detail: String::new(),
        };
        let line = |title: &str, fen| BudgetLine {
            id: String::new(),
            plan_version_id: String::new(),
            position: 0,
            title: title.into(),
            fen,
        };
        Plan {
            version: PlanVersion {
                id: String::new(),
                project_id: String::new(),
                number: 1,
                round: 1,
                goal: "签约三家。".into(),
                strategy: String::new(),
                division: String::new(),
                focus: String::new(),
                zero_budget: false,
                author_id: String::new(),
                created_at: Default::default(),
                sealed_at: None,
                seal: None,
                version: 1,
            },
            actions: vec![action("筛选"), action("拜访")],
            steps: vec![step("a", "筛选", 1, 4), step("b", "试用", 7, 11)],
            budget: vec![line("差旅", 800_000), line("样品", 300_000)],
        }
    }

    #[test]
    fn rows_are_compared_by_what_they_are() {
        let (before, mut after) = (plan(), plan());
        assert_eq!(between(&before, &after), []);
        after.version.goal = "签约四家。".into();
        after.actions.swap(0, 1);
        after.steps[1].title = "首批试用".into();
        after.steps[1].ends_on = NaiveDate::from_ymd_opt(2026, 12, 18).unwrap_or_default();
        after.steps.remove(0);
        after.budget[0].fen = 900_000;
        let told: Vec<_> = between(&before, &after)
            .iter()
            .map(|it| {
                let changes: Vec<_> = it.changes.iter().map(|it| told(&it.pieces)).collect();
                (it.section.code(), it.reordered, changes.join(" | "))
            })
            .collect();
        assert_eq!(
            told,
            [
                ("goal", false, "[-签约三家。][+签约四家。]".to_owned()),
                ("actions", true, String::new()),
                (
                    "steps",
                    false,
                    "[-试用][+首批试用] · [-2026-12-07 – 2026-12-11][+2026-12-07 – 2026-12-18] · 李伟 | \
                     [-筛选 · 2026-12-01 – 2026-12-04 · 李伟]"
                        .to_owned()
                ),
                ("budget", false, "差旅 · [-¥ 8,000.00][+¥ 9,000.00] | ∑ · [-¥ 11,000.00][+¥ 12,000.00]".to_owned()),
            ]
        );
    }

    proptest! {
        #[test]
        fn applied_to_either_text_the_pieces_give_the_other(
            before in "[甲乙丙。；\n]{0,60}", after in "[甲乙丙。；\n]{0,60}"
        ) {
            let pieces = compare(&before, &after);
            let first: String = pieces.iter().map(|it| match it {
                Piece::Same(text) | Piece::Removed(text) => text.as_str(),
                Piece::Added(_) => "",
            }).collect();
            let second: String = pieces.iter().map(|it| match it {
                Piece::Same(text) | Piece::Added(text) => text.as_str(),
                Piece::Removed(_) => "",
            }).collect();
            prop_assert_eq!(&first, &before);
            prop_assert_eq!(&second, &after);
        }
    }
}
