//! The list as a workbook: all of it, with what was asked, answered and decided.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::index::{Line, filtered, lines};
use crate::correspondence::consultations::model::Question;
use crate::correspondence::consultations::queries;
use crate::error::Result;
use crate::lang::Lang;
use crate::store::office::Office;
use crate::store::schema::{consultation_questions as asked, consultations};
use crate::web::workbook::{Cell, Sheet, Workbook};
use crate::web::{Fields, Reading};

/// The most rows of a workbook.
const ROWS: i64 = 100_000;

/// `GET /consultations.xlsx`: the same list, a row each.
pub fn of(r: &mut Reading, query: &Fields) -> Result<Workbook> {
    let (me, office, lang) = (r.me.clone(), r.office.clone(), r.me.lang);
    queries::check_sees(&me)?;
    let head = [
        ("编号", "Number"),
        ("咨询事项", "Subject"),
        ("状态", "State"),
        ("咨询人", "Asked by"),
        ("项目", "Project"),
        ("咨询日期", "Asked on"),
        ("答复期限", "To be answered by"),
        ("已知情况与用途", "What is known, and what it is for"),
        ("问与答", "Questions and answers"),
        ("用时（工作日）", "Working days taken"),
        ("了结日期", "Closed on"),
        ("咨询人的决定", "The asker's decision"),
    ];
    let title = lang.of("咨询", "Consultations");
    let mut sheet = Sheet::new(title, &head.map(|(zh, en)| lang.of(zh, en)));
    let all = lines(r, filtered(&me, query), 0, ROWS)?;
    let mut questions = BTreeMap::<String, Vec<Question>>::new();
    let these = filtered(&me, query).select(consultations::id);
    let rows = asked::table.filter(asked::consultation_id.eq_any(these));
    let rows = rows.order((asked::consultation_id, asked::asked_at, asked::id)).select(Question::as_select());
    for it in rows.load::<Question>(&mut **r)? {
        questions.entry(it.consultation_id.clone()).or_default().push(it);
    }
    for line in all {
        let asked = questions.get(&line.0.id).map_or(&[][..], Vec::as_slice);
        sheet.row(row(&office, lang, &line, asked));
    }
    Ok(Workbook::of(title, "consultations", sheet))
}

/// A consultation's row.
fn row(office: &Office, lang: Lang, (it, asker, project): &Line, asked: &[Question]) -> Vec<Cell> {
    let project = project.as_ref().map_or(String::new(), |(number, name)| format!("{number} {name}"));
    let took = asked.iter().rev().find_map(|it| it.took(office));
    let said: Vec<String> = asked.iter().map(|it| told(lang, it)).collect();
    vec![
        it.number.as_str().into(),
        it.title.as_str().into(),
        lang.say(it.state.name()).into(),
        asker.as_str().into(),
        project.into(),
        office.zone.day(it.opened_at).into(),
        it.due_on.into(),
        it.background.as_str().into(),
        said.join("\n\n").into(),
        took.into(),
        it.closed_at.map(|at| office.zone.day(at)).into(),
        it.decision.as_str().into(),
    ]
}

/// A question and its answer as lines of text.
fn told(lang: Lang, it: &Question) -> String {
    let line = |label: &str, text: &str| if text.is_empty() { String::new() } else { format!("{label}{text}") };
    let lines = [
        line(lang.of("问：", "Asked: "), &it.question),
        line(lang.of("答：", "Answered: "), &it.answer),
        line(lang.of("信息来源：", "Sources: "), &it.sources),
    ];
    lines.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
}
