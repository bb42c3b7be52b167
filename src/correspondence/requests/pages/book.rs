//! The list as a workbook: all of it, with what was asked, advised and answered.

use std::collections::BTreeMap;
use std::sync::Arc;

use diesel::prelude::*;

use super::index::{Line, filtered, lines};
use super::took;
use crate::correspondence::requests::model::{Advice, Request};
use crate::error::Result;
use crate::files;
use crate::files::model::SubjectKind;
use crate::lang::Lang;
use crate::people;
use crate::policy::Deed;
use crate::projects::authority::Matter;
use crate::store::office::Office;
use crate::store::schema::{advice, attachments, requests};
use crate::web::workbook::{Cell, Sheet, Workbook};
use crate::web::{Fields, Reading};

/// The most rows of a workbook.
const ROWS: i64 = 100_000;

/// The headings.
const HEAD: [(&str, &str); 27] = [
    ("编号", "Number"),
    ("请示事项", "Matter"),
    ("种类", "Kind"),
    ("紧急", "Urgent"),
    ("状态", "State"),
    ("请示人", "Asked by"),
    ("项目", "Project"),
    ("请示日期", "Asked on"),
    ("批示期限", "To be answered by"),
    ("批示日期", "Answered on"),
    ("用时（工作日）", "Working days taken"),
    ("请示什么", "What is asked"),
    ("我的建议", "What I propose"),
    ("哪一项限额", "Which limit"),
    ("请求放宽到（%）", "Asked for up to (%)"),
    ("请求放宽到（元）", "Asked for up to (yuan)"),
    ("结论", "Verdict"),
    ("放宽到（%）", "Allowed up to (%)"),
    ("放宽到（元）", "Allowed up to (yuan)"),
    ("批示", "Instruction"),
    ("批示人", "Answered by"),
    ("确认期限", "To be confirmed by"),
    ("确认日期", "Confirmed on"),
    ("参考意见", "Advice"),
    ("参考意见提供人", "Advised by"),
    ("参考意见日期", "Advised on"),
    ("附件", "Files"),
];

/// What rows are told with: the office's rules, the reader's language, names by id.
struct Told {
    office: Arc<Office>,
    lang: Lang,
    names: BTreeMap<String, String>,
    /// The names of the files of each request that has any.
    files: BTreeMap<String, String>,
}

/// `GET /requests.xlsx`: the same list, a row each.
pub fn of(r: &mut Reading, query: &Fields) -> Result<Workbook> {
    r.may_see(Deed::SeeProjects)?;
    let (me, lang) = (r.me.clone(), r.me.lang);
    let of = attachments::subject_id.eq_any(filtered(&me, query).select(requests::id));
    let files = files::queries::names(r, SubjectKind::Request, Box::new(of), lang.of("、", ", "))?;
    let told = Told { office: r.office.clone(), lang, names: people::queries::names(r)?, files };
    let title = lang.of("请示", "Requests");
    let mut sheet = Sheet::new(title, &HEAD.map(|(zh, en)| lang.of(zh, en)));
    let all = lines(r, filtered(&me, query), 0, ROWS)?;
    let mut advised = BTreeMap::<String, Vec<Advice>>::new();
    let rows = advice::table.filter(advice::request_id.eq_any(filtered(&me, query).select(requests::id)));
    let rows = rows.order((advice::request_id, advice::asked_at, advice::id)).select(Advice::as_select());
    for it in rows.load::<Advice>(&mut **r)? {
        advised.entry(it.request_id.clone()).or_default().push(it);
    }
    for line in &all {
        sheet.row(told.row(line, advised.get(&line.0.id).map_or(&[][..], Vec::as_slice)));
    }
    Ok(Workbook::of(title, "requests", sheet))
}

impl Told {
    /// A request's row.
    fn row(&self, (it, asker, project): &Line, advised: &[Advice]) -> Vec<Cell> {
        let day = |at| self.office.zone.day(at);
        let project = project.as_ref().map_or(String::new(), |(number, name)| format!("{number} {name}"));
        let [asked_percent, asked_money] = amounts(it, it.up_to);
        let [percent, money] = amounts(it, it.granted_up_to);
        let given: Vec<&Advice> = advised.iter().filter(|it| it.given_at.is_some()).collect();
        let texts: Vec<String> = advised.iter().map(|it| self.advice(it)).collect();
        let mut advisers: Vec<&str> = given.iter().map(|it| self.name(it.given_by.as_deref())).collect();
        advisers.dedup();
        vec![
            it.number.as_str().into(),
            it.title.as_str().into(),
            self.lang.say(it.kind.name()).into(),
            if it.urgent { self.lang.of("紧急", "Urgent") } else { "" }.into(),
            self.lang.say(it.state.name()).into(),
            asker.as_str().into(),
            project.into(),
            day(it.asked_at).into(),
            it.due_on.into(),
            it.answered_at.map(day).into(),
            took(&self.office, it).into(),
            it.question.as_str().into(),
            it.proposal.as_str().into(),
            it.matter().map_or("", |it| self.lang.say(it.name())).into(),
            asked_percent,
            asked_money,
            it.ruling().map_or("", |it| self.lang.say(it.name())).into(),
            percent,
            money,
            it.instruction.as_str().into(),
            self.signed(it).into(),
            it.confirm_by.into(),
            it.confirmed_at.map(day).into(),
            texts.join("\n\n").into(),
            advisers.join(self.lang.of("、", ", ")).into(),
            given.last().and_then(|it| it.given_at).map(day).into(),
            self.files.get(&it.id).map_or("", String::as_str).into(),
        ]
    }

    fn name(&self, id: Option<&str>) -> &str {
        id.and_then(|id| self.names.get(id)).map_or("", String::as_str)
    }

    /// Who answered it, and for whom.
    fn signed(&self, it: &Request) -> String {
        let person = self.name(it.answered_by.as_deref());
        match (it.acting_for_id.as_deref().map(|id| self.name(Some(id))), self.lang) {
            (None, _) => person.to_owned(),
            (Some(commander), Lang::Zh) => format!("{person}（代 {commander}）"),
            (Some(commander), Lang::En) => format!("{person} (for {commander})"),
        }
    }

    /// What advice was asked for, and what was said, as lines of text.
    fn advice(&self, it: &Advice) -> String {
        let asked = format!("{}{}", self.lang.of("问：", "Asked: "), it.question);
        match it.content.is_empty() {
            true => asked,
            false => format!("{asked}\n{}{}", self.lang.of("答：", "Answered: "), it.content),
        }
    }
}

/// An amount in the column of its unit: percent, yuan.
fn amounts(it: &Request, value: Option<i64>) -> [Cell; 2] {
    match (it.matter(), value) {
        (Some(Matter::Discount), Some(value)) => [Cell::Quantity(value), Cell::Empty],
        (Some(_), Some(value)) => [Cell::Empty, Cell::Money(value)],
        _ => [Cell::Empty, Cell::Empty],
    }
}
