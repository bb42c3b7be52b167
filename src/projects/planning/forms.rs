//! What was typed into a plan's form. A draft may be incomplete: only what cannot be kept as it is typed is complained about.

use super::changes::{Draft, DraftStep};
use super::model::Section;
use crate::error::Complaint;
use crate::lang::Pair;
use crate::money::Money;
use crate::web::form::ROWS;
use crate::web::{Fields, Form};

/// The most characters of a section's text.
pub const TEXT: usize = 4000;
/// The most characters of a title.
const TITLE: usize = 200;
/// The most characters of a detail.
const DETAIL: usize = 1000;

/// The most rows that come back as they were typed; no person fills in so many.
const SHOWN: usize = 5 * ROWS;

/// A table of rows in the form: its name, by which complaints call it, and its columns; hidden ones, which a person cannot
/// empty, come last.
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    pub hidden: usize,
}

/// Title, detail.
pub const ACTIONS: Table = Table { name: "action", columns: &["action_title", "action_detail"], hidden: 0 };
/// Title, first day, last day, who, milestone.
pub const STEPS: Table =
    Table { name: "step", columns: &["step_title", "step_from", "step_to", "step_who", "step_line"], hidden: 1 };
/// Title, yuan.
pub const BUDGET: Table = Table { name: "budget", columns: &["budget_title", "budget_amount"], hidden: 0 };

/// A row as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    pub values: Vec<String>,
    /// Ticked to be removed.
    pub dropped: bool,
}

impl Line {
    /// The value of a column, counted from 0.
    pub fn at(&self, column: usize) -> &str {
        self.values.get(column).map_or("", String::as_str)
    }
}

/// The rows of a table that a person has written something into, in their order.
pub fn lines(form: &Form, table: &Table) -> Vec<Line> {
    let columns: Vec<Vec<&str>> = table.columns.iter().map(|name| form.fields.all(name).collect()).collect();
    let count = columns.iter().map(Vec::len).max().unwrap_or(0).min(SHOWN);
    let drop = format!("{}_drop", table.name);
    let dropped: Vec<&str> = form.fields.all(&drop).collect();
    let shown = table.columns.len() - table.hidden;
    (0..count)
        .map(|row| Line {
            values: columns.iter().map(|it| it.get(row).copied().unwrap_or_default().to_owned()).collect(),
            dropped: dropped.contains(&row.to_string().as_str()),
        })
        .filter(|line| line.values.iter().take(shown).any(|value| !value.trim().is_empty()))
        .collect()
}

/// The same with blank rows at the end to write in.
pub fn lines_to_write(form: &Form, table: &Table) -> Vec<Line> {
    let mut all = lines(form, table);
    let blank = Line { values: vec![String::new(); table.columns.len()], dropped: false };
    all.extend([blank.clone(), blank]);
    all
}

/// The rows that are to stay, each with the name by which complaints call it.
pub fn kept(form: &mut Form, table: &Table) -> Vec<(String, Line)> {
    let all = lines(form, table).into_iter().enumerate();
    let mut kept: Vec<_> = all.filter(|(_, it)| !it.dropped).map(|(at, it)| (format!("{}-{at}", table.name), it)).collect();
    if kept.len() > ROWS {
        let many = Pair("最多 60 行。", "At most 60 rows.");
        form.complain(&format!("{}-{ROWS}", table.name), Complaint::Said(many));
    }
    kept.truncate(ROWS);
    kept
}

/// The draft as typed.
pub fn draft(form: &mut Form) -> Draft {
    let mut draft = Draft {
        goal: form.optional_text("goal", TEXT),
        strategy: form.optional_text("strategy", TEXT),
        division: form.optional_text("division", TEXT),
        focus: form.optional_text("focus", TEXT),
        zero_budget: form.ticked("zero_budget"),
        ..Draft::default()
    };
    for (name, line) in kept(form, &ACTIONS) {
        let title = form.line_in(&name, line.at(0), TITLE);
        draft.actions.push((title, form.text_in(&name, line.at(1), DETAIL)));
    }
    for (name, line) in kept(form, &STEPS) {
        let title = form.line_in(&name, line.at(0), TITLE);
        let (starts_on, ends_on) = (form.date_in(&name, line.at(1)), form.date_in(&name, line.at(2)));
        if ends_on < starts_on {
            let turned = Pair("完成日期不能早于开始日期。", "The last day must not be before the first.");
            form.complain(&name, Complaint::Said(turned));
        }
        let who = form.text_in(&name, line.at(3), TITLE);
        draft.steps.push(DraftStep { line: line.at(4).to_owned(), title, who, starts_on, ends_on });
    }
    for (name, line) in kept(form, &BUDGET) {
        let title = form.line_in(&name, line.at(0), TITLE);
        draft.budget.push((title, form.money_in(&name, line.at(1)).0));
    }
    if draft.zero_budget && !draft.budget.is_empty() {
        let both =
            Pair("已列出预算，不能同时注明不需要预算。", "There are budget lines; it cannot be said that no budget is needed.");
        form.complain("zero_budget", Complaint::Said(both));
    }
    draft
}

/// A draft as its form shows it.
pub fn filled(draft: &Draft) -> Fields {
    let mut fields = Fields::default()
        .with("goal", &draft.goal)
        .with("strategy", &draft.strategy)
        .with("division", &draft.division)
        .with("focus", &draft.focus);
    for (title, detail) in &draft.actions {
        fields = fields.with("action_title", title).with("action_detail", detail);
    }
    for step in &draft.steps {
        fields = fields
            .with("step_title", &step.title)
            .with("step_from", step.starts_on.to_string())
            .with("step_to", step.ends_on.to_string())
            .with("step_who", &step.who)
            .with("step_line", &step.line);
    }
    for (title, fen) in &draft.budget {
        fields = fields.with("budget_title", title).with("budget_amount", Money(*fen).yuan());
    }
    if draft.zero_budget { fields.with("zero_budget", "1") } else { fields }
}

/// What the sections are called on the page of a late writer.
const LABELS: &[(&str, Pair)] = &[
    ("goal", Section::Goal.name()),
    ("strategy", Section::Strategy.name()),
    ("actions", Section::Actions.name()),
    ("division", Section::Division.name()),
    ("steps", Section::Steps.name()),
    ("focus", Section::Focus.name()),
    ("budget", Section::Budget.name()),
];

/// A form that shows a draft as it is; `version` is that of its row, 0 if it is new.
pub fn showing(draft: &Draft, version: i32) -> Form {
    let fields = filled(draft);
    let was = readable(&fields).to_query();
    Form { was, ..Form::showing(fields, version) }
}

/// The form of a late writer beside what another has saved meanwhile, section by section.
pub fn against(form: Form, theirs: &Draft, version: i32) -> Form {
    let theirs = readable(&filled(theirs));
    compared(form, readable, &theirs, version, LABELS)
}

/// [`Form::against`] for a form with tables: `readable` makes one text out of each.
pub fn compared(
    form: Form,
    readable: impl Fn(&Fields) -> Fields,
    theirs: &Fields,
    version: i32,
    labels: &[(&str, Pair)],
) -> Form {
    if !form.late {
        return form;
    }
    let typed = form.fields.clone();
    let beside = Form { fields: readable(&typed), ..form }.against(theirs, version, labels);
    Form { fields: typed, ..beside }
}

/// The rows of a table as one text, a line each.
pub fn table_text(form: &Form, table: &Table) -> String {
    let shown = table.columns.len() - table.hidden;
    let text = |line: &Line| {
        let values = line.values.iter().take(shown).map(|it| it.trim()).filter(|it| !it.is_empty());
        values.collect::<Vec<_>>().join(" · ")
    };
    let kept = lines(form, table).into_iter().filter(|it| !it.dropped);
    kept.map(|it| text(&it)).collect::<Vec<_>>().join("\n")
}

/// The form's fields with one text for each section.
fn readable(fields: &Fields) -> Fields {
    let mut form = Form::typed(fields.clone());
    // An amount is the same amount however it is written.
    for (name, value) in &mut form.fields.0 {
        if name == "budget_amount"
            && let Ok(money) = Money::parse(value)
        {
            *value = money.yuan();
        }
    }
    let budget = match (table_text(&form, &BUDGET), form.ticked("zero_budget")) {
        (text, true) if text.is_empty() => "0.00".to_owned(),
        (text, _) => text,
    };
    Fields::default()
        .with("goal", form.value("goal"))
        .with("strategy", form.value("strategy"))
        .with("actions", table_text(&form, &ACTIONS))
        .with("division", form.value("division"))
        .with("steps", table_text(&form, &STEPS))
        .with("focus", form.value("focus"))
        .with("budget", budget)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Form {
        Form::typed(pairs.iter().fold(Fields::default(), |all, (name, value)| all.with(name, *value)))
    }

    const STEP: [&str; 5] = ["step_title", "step_from", "step_to", "step_who", "step_line"];

    fn step(values: [&str; 5]) -> Vec<(&'static str, &str)> {
        STEP.into_iter().zip(values).collect()
    }

    #[test]
    fn an_empty_form_is_an_empty_draft() {
        let mut form = typed(&[("step_title", ""), ("step_line", "line"), ("budget_amount", " ")]);
        assert_eq!(draft(&mut form), Draft::default());
        assert!(form.complaints.is_empty());
    }

    #[test]
    fn a_row_is_complained_of_where_it_stands_and_only_once() {
        for (values, wrong) in [
            (["试用", "2026-12-01", "2026-12-04", "", ""], false),
            (["试用", "", "", "", ""], true),
            (["", "2026-12-01", "2026-12-04", "", ""], true),
            (["试用", "2026-12-04", "2026-12-01", "", ""], true),
            (["试用", "2026-13-04", "2026-12-01", "", ""], true),
        ] {
            let mut pairs = step(["筛选", "2026-12-01", "2026-12-04", "李伟", "a"]);
            pairs.extend(step(["", "", "", "", ""]));
            pairs.extend(step(values));
            let mut form = typed(&pairs);
            draft(&mut form);
            let names: Vec<_> = form.complaints.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, if wrong { vec!["step-1"] } else { vec![] }, "{values:?}");
            assert_eq!(lines(&form, &STEPS)[1].values, values);
        }
    }

    #[test]
    fn a_ticked_row_goes_whatever_stands_in_it() {
        let mut pairs = step(["筛选", "2026-12-01", "2026-12-04", "", "a"]);
        pairs.extend(step(["坏行", "?", "?", "", "b"]));
        pairs.push(("step_drop", "1"));
        let mut form = typed(&pairs);
        let draft = draft(&mut form);
        assert!(form.complaints.is_empty());
        assert_eq!(draft.steps.len(), 1);
    }

    #[test]
    fn more_rows_than_the_limit_are_refused_not_cut() {
        let pairs: Vec<_> = (0..=ROWS).map(|_| ("action_title", "拜访")).collect();
        let mut form = typed(&pairs);
        draft(&mut form);
        assert!(form.is_wrong("action-60"));
        assert_eq!(lines(&form, &ACTIONS).len(), ROWS + 1);
    }

    #[test]
    fn a_budget_is_listed_or_zero_not_both() {
        let mut form = typed(&[("budget_title", "差旅"), ("budget_amount", "8千"), ("zero_budget", "1")]);
        draft(&mut form);
        let names: Vec<_> = form.complaints.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["budget-0", "zero_budget"]);
    }

    #[test]
    fn what_a_form_shows_is_what_it_reads() {
        let mut pairs = step(["筛选", "2026-12-01", "2026-12-04", "李伟", "a"]);
        pairs.extend([("goal", "签约\n三家"), ("budget_title", "差旅"), ("budget_amount", "0.8万")]);
        let first = draft(&mut typed(&pairs));
        let mut again = showing(&first, 3);
        assert_eq!(draft(&mut again), first);
    }

    #[test]
    fn a_late_writer_sees_rows_as_lines() {
        let original = Draft { budget: vec![("差旅".into(), 800_000)], ..Draft::default() };
        let theirs = Draft { budget: vec![("差旅".into(), 900_000)], ..Draft::default() };
        let opened = showing(&original, 1);
        let mut form = typed(&[("budget_title", "差旅"), ("budget_amount", "7000"), ("version", "1")]);
        form.was = opened.was;
        form.late = true;
        let form = against(form, &theirs, 2);
        let [clash] = form.clashes.as_slice() else { panic!("one section differs: {:?}", form.clashes) };
        assert_eq!(clash.name, "budget");
        assert_eq!(
            [clash.original.as_str(), clash.theirs.as_str(), clash.mine.as_str()],
            ["差旅 · 8,000.00", "差旅 · 9,000.00", "差旅 · 7,000.00"]
        );
        assert_eq!(form.value("budget_amount"), "7000");
        assert_eq!(form.version, 2);
    }
}
