//! From rows of the trail to sentences: “李伟 起草计划：将预算合计由 30,000 元 改为 18,000 元。”

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::fields::{self, NOUNS, Telling, field, is_blank, told};
use crate::clock::Moment;
use crate::lang::{Lang, Pair};
use crate::projects::deliberation::model::Stance;
use crate::projects::pipeline::State;
use crate::projects::records::fields::{Field as StepField, Part, fields as step_fields};
use crate::projects::steps::Step;
use crate::store::trail::Entry;
use crate::web::Shell;

/// From how many characters on a text is shown below the sentence, not inside it.
const LONG: usize = 40;

/// One act.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    pub at: Moment,
    /// Who did it, and in whose place.
    pub person: String,
    /// What was done: `修订指令`, `amended the directive`.
    pub what: String,
    /// What it came to: `将预算限额由 30,000 元 改为 18,000 元`.
    pub clauses: Vec<String>,
    /// What was written with it.
    pub quotes: Vec<Quote>,
    /// The stage that a move led to.
    pub to: Option<State>,
    /// The version of the plan that a move was about.
    pub version: Option<i64>,
    /// The trail's short hash.
    pub hash: String,
}

/// Something that was written with an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Which field it is; empty where that needs no word.
    pub name: String,
    /// What stood there before; empty where there was nothing.
    pub was: String,
    pub is: String,
}

impl Sentence {
    /// Whether a stage was changed.
    pub fn is_move(&self) -> bool {
        self.to.is_some()
    }

    /// The sentence after its first word, the person.
    pub fn text(&self, s: &Shell) -> String {
        let mut text = self.what.clone();
        if let Some(version) = self.version {
            text.push_str(&match s.lang {
                Lang::Zh => format!("（计划第 {version} 版）"),
                Lang::En => format!(" (version {version} of the plan)"),
            });
        }
        if let Some(to) = self.to {
            let name = s.lang.say(to.name());
            text.push_str(&match (s.lang, to.ended()) {
                (Lang::Zh, false) => format!("，项目进入「{name}」"),
                (Lang::Zh, true) => format!("，项目{name}"),
                (Lang::En, false) => format!("; the project is now in “{name}”"),
                (Lang::En, true) => format!("; the project is {}", name.to_lowercase()),
            });
        }
        let inside = self.inside();
        if !inside.is_empty() {
            text.push_str(s.t("：", ": "));
            text.push_str(&inside.join(s.t("；", "; ")));
        }
        // What somebody wrote may end with a stop of its own.
        text.truncate(text.trim_end_matches(['。', '.', '；', ';']).len());
        text.push_str(match self.below().is_empty() {
            true => s.t("。", "."),
            false => s.t("：", ":"),
        });
        text
    }

    /// Few clauses stand in the sentence,
    fn inside(&self) -> &[String] {
        if self.clauses.len() <= 2 { &self.clauses } else { &[] }
    }

    /// many below it.
    pub fn below(&self) -> &[String] {
        if self.clauses.len() <= 2 { &[] } else { &self.clauses }
    }
}

/// What sentences call the things that rows are about.
#[derive(Debug, Default)]
pub struct Names {
    pub people: BTreeMap<String, String>,
    /// Indicators, milestones, standards, measures …: by key, in both languages.
    pub things: BTreeMap<String, (String, String)>,
    /// Units of indicators, in both languages.
    pub units: BTreeMap<String, (String, String)>,
    /// Numbers of plan versions.
    pub versions: BTreeMap<String, i64>,
}

/// Rows of one act: same moment, same person, same doing.
#[derive(Debug)]
pub struct Act<'a> {
    pub deed: &'a str,
    pub rows: Vec<&'a Entry>,
}

/// Tells one act.
pub fn sentence(act: &Act<'_>, names: &Names, s: &Shell) -> Option<Sentence> {
    let first = act.rows.first()?;
    let only_steps = act.rows.iter().all(|row| row.kind == "step_records");
    let mut it = Teller { names, s, only_steps, sentence: Sentence::default() };
    it.sentence.at = first.at;
    it.sentence.person = it.who(first);
    it.sentence.what = s.lang.of(super::what(act.deed).0, super::past(act.deed)).to_owned();
    it.sentence.hash = act.rows.iter().max_by_key(|row| row.seq).map_or("", |row| row.hash.get(..8).unwrap_or_default()).into();
    let mut rows: Vec<&Entry> = act.rows.clone();
    rows.sort_by_key(|row| row.seq);
    for kind in LINES {
        it.lines(kind, &rows);
    }
    for row in rows.iter().filter(|row| !LINES.contains(&row.kind.as_str())) {
        match (&row.before, &row.after) {
            (Some(_), Some(_)) => it.changed(row),
            (None, Some(_)) => it.added(row),
            _ => it.removed(row),
        }
    }
    let mut sentence = it.sentence;
    sentence.quotes.dedup();
    sentence.clauses.dedup();
    // What only the program keeps is nobody's act.
    let is_silent = sentence.clauses.is_empty() && sentence.quotes.is_empty() && !sentence.is_move();
    (super::is_named(act.deed) || !is_silent).then_some(sentence)
}

/// Rows of a plan: a change replaces them all, so what was removed is held against what was added.
pub const LINES: &[&str] =
    &["plan_actions", "plan_steps", "budget_lines", "standards", "control_methods", "payment_terms", "order_lines"];

struct Teller<'a> {
    names: &'a Names,
    s: &'a Shell,
    /// Nothing but records of steps: the step's name says what was done.
    only_steps: bool,
    sentence: Sentence,
}

impl Teller<'_> {
    fn zh(&self) -> bool {
        self.s.lang == Lang::Zh
    }

    fn say(&mut self, zh: String, en: String) {
        self.sentence.clauses.push(if self.zh() { zh } else { en });
    }

    /// The act in words of its own.
    fn instead(&mut self, zh: String, en: String) {
        self.sentence.what = if self.zh() { zh } else { en };
    }

    fn quote(&mut self, name: &str, was: String, is: String) {
        if !is.is_empty() || !was.is_empty() {
            self.sentence.quotes.push(Quote { name: name.to_owned(), was, is });
        }
    }

    fn who(&self, row: &Entry) -> String {
        let name = |id: &str| self.names.people.get(id).cloned().unwrap_or_else(|| self.s.t("程序", "The program").to_owned());
        self.s.signed(&name(&row.person_id), row.acting_for_id.as_deref().map(name).as_deref())
    }

    /// What a key stands for.
    fn name(&self, key: &str) -> Option<String> {
        let thing = self.names.things.get(key).map(|(zh, en)| self.s.t(zh, en).to_owned());
        thing.or_else(|| self.names.people.get(key).cloned())
    }

    fn thing(&self, key: &str) -> String {
        self.name(key).map_or_else(String::new, |name| quoted(&name, self.s.lang))
    }

    /// What a row of the work with a customer is about, where the change itself does not say.
    fn about(&self, row: &Entry) -> Option<String> {
        let told = matches!(row.kind.as_str(), "activities" | "objections" | "solution_editions")
            || super::NUMBERED.contains(&row.kind.as_str())
            || (row.kind == "target_customers" && row.deed != "plan_target");
        let name = if told { self.thing(&row.subject_id) } else { String::new() };
        (!name.is_empty()).then_some(name)
    }

    fn value(&self, row: &Entry, map: &Map<String, Value>, name: &str) -> String {
        let telling = field(&row.kind, name).map_or(Telling::Plain, |it| it.telling);
        let text = told(map.get(name), telling, self.s, |key| self.name(key));
        let of = if row.kind == "indicators" { Some(row.subject_id.as_str()) } else { text_of(map, "indicator_id") };
        match of.and_then(|key| self.names.units.get(key)).filter(|_| matches!(telling, Telling::Quantity)) {
            Some((zh, en)) => format!("{text} {}", self.s.t(zh, en)),
            None => text,
        }
    }

    fn changed(&mut self, row: &Entry) {
        let (before, after) = (object(&row.before), object(&row.after));
        // What a customer is concerned with is named first; the rows know it, and the names do.
        if let Some(of) = self.about(row) {
            self.say(of.clone(), of);
        }
        for name in after.keys() {
            let Some(it) = field(&row.kind, name).filter(|it| !matches!(it.telling, Telling::Kept)) else { continue };
            if name == "version" || untold(row, name) {
                continue;
            }
            let label = self.s.lang.say(it.name);
            if name == "execution_finished" {
                self.say("注明执行已完成".into(), "noted that the execution is finished".into());
                continue;
            }
            if row.kind == "customers" && name == "merged_into" {
                let (gone, stays) = (self.thing(&row.subject_id), self.thing(text_of(&after, name).unwrap_or_default()));
                self.say(format!("将{gone}并入{stays}"), format!("made {gone} a part of {stays}"));
                continue;
            }
            if row.kind == "objections" && name == "overcome" {
                match after.get(name).and_then(Value::as_bool) {
                    Some(true) => self.say("异议已消除".into(), "the objection is overcome".into()),
                    _ => self.say("异议未消除".into(), "the objection is not overcome".into()),
                }
                continue;
            }
            if row.kind == "acceptance_points" && matches!(name.as_str(), "checked" | "accepted") {
                let (point, verdict) = (self.thing(&row.subject_id), self.value(row, &after, name));
                self.say(format!("{point}{verdict}"), format!("{point}: {}", verdict.to_lowercase()));
                continue;
            }
            let (was, is) = (self.value(row, &before, name), self.value(row, &after, name));
            let of = match row.kind.as_str() {
                "indicators" | "measures" | "acceptance_points" | "contacts" => self.thing(&row.subject_id),
                "target_customers" if row.deed == "plan_target" => self.thing(&row.subject_id),
                _ => String::new(),
            };
            match (is_blank(before.get(name)), is_blank(after.get(name))) {
                (true, true) => {}
                (true, false) if is_prose(name) || is.chars().count() > LONG => {
                    let name = if label == self.s.t("说明", "Comment") { "" } else { label };
                    let (zh, en) = (format!("{of}{name}"), format!("{name}{}{of}", if of.is_empty() { "" } else { " " }));
                    self.quote(&if self.zh() { zh } else { en.trim().to_owned() }, String::new(), is);
                }
                _ => {
                    if let Some(clause) = self.change_of(&of, label, &before, &after, name, (was, is)) {
                        self.sentence.clauses.push(clause);
                    }
                }
            }
        }
    }

    /// `将「签约额」的目标值由 600 万元 改为 500 万元`.
    fn change_of(
        &mut self,
        of: &str,
        label: &str,
        before: &Map<String, Value>,
        after: &Map<String, Value>,
        name: &str,
        (was, is): (String, String),
    ) -> Option<String> {
        let en = noun(label);
        let (zh_of, en_of) =
            if of.is_empty() { (String::new(), String::new()) } else { (format!("{of}的"), format!(" of {of}")) };
        let long = was.chars().count() > LONG || is.chars().count() > LONG || was.contains('\n') || is.contains('\n');
        let blank = (is_blank(before.get(name)), is_blank(after.get(name)));
        Some(match (blank, self.zh()) {
            ((true, _), true) if name.ends_with("_on") => format!("{zh_of}{label}为 {is}"),
            ((true, _), true) => format!("填写{zh_of}{label}：{is}"),
            ((true, _), false) => format!("set the {en}{en_of} to {is}"),
            ((_, true), true) => format!("清空{zh_of}{label}（原为 {was}）"),
            ((_, true), false) => format!("cleared the {en}{en_of} (it was {was})"),
            (_, zh) if long => {
                self.quote(label, was, is);
                if zh { format!("改写{zh_of}{label}") } else { format!("rewrote the {en}{en_of}") }
            }
            (_, true) => format!("将{zh_of}{label}由 {was} 改为 {is}"),
            (_, false) => format!("changed the {en}{en_of} from {was} to {is}"),
        })
    }

    fn added(&mut self, row: &Entry) {
        let map = object(&row.after);
        let get = |name: &str| text_of(&map, name).unwrap_or_default().to_owned();
        let (value, s) = (|name: &str| self.value(row, &map, name), self.s);
        match row.kind.as_str() {
            "moves" => {
                self.sentence.to = State::from_code(&get("to_stage"));
                self.sentence.version = text_of(&map, "plan_version_id").and_then(|id| self.names.versions.get(id)).copied();
                self.quote("", String::new(), get("reason"));
                self.quote(s.t("终止说明", "Closing statement"), String::new(), get("statement"));
            }
            "step_records" => self.recorded(&map),
            "handover_items" => {
                let content = object(&Some(get("content")));
                let number = text_of(&content, "handover").unwrap_or_default();
                self.instead(format!("移交项目（{number}）"), format!("handed the project over ({number})"));
            }
            // The reason of another owner, where it is told with them.
            "project_owners" => self.quote("", String::new(), get("reason")),
            "indicators" => {
                let (thing, target, due) = (self.thing(&row.subject_id), value("value"), value("due_on"));
                self.say(format!("指标{thing}{target}，{due} 前"), format!("indicator {thing} {target} by {due}"));
            }
            "measures" => {
                let (what, who, due) = (get("what"), value("person_id"), value("due_on"));
                self.say(format!("措施「{what}」由{who}负责，期限 {due}"), format!("measure “{what}”, {who}, due {due}"));
            }
            "progress_notes" => {
                let (step, percent) = (self.thing(&get("line_id")), value("percent"));
                self.say(format!("{step}进展 {percent}"), format!("{step} stands at {percent}"));
                self.quote("", String::new(), get("note"));
            }
            "actuals" => {
                let (thing, is, day) = (self.thing(&get("indicator_id")), value("value"), value("on_day"));
                self.say(format!("{thing}实际值 {is}（{day}）"), format!("actual figure of {thing} {is} ({day})"));
                self.quote("", String::new(), get("note"));
            }
            "focuses" => {
                let month = get("month");
                self.instead(format!("将本项目列为 {month} 的重点"), format!("made the project a focus of {month}"));
            }
            "opinions" => {
                let stance = Stance::from_code(&get("stance")).map(Stance::name).unwrap_or(Pair("", ""));
                self.say(stance.0.to_owned(), stance.1.to_lowercase());
                self.quote("", String::new(), get("reason"));
                self.quote(s.t("条件", "Condition"), String::new(), get("condition"));
            }
            "rewards" => {
                let amount = value("fen");
                self.say(format!("奖励 {amount}"), format!("a reward of {amount}"));
                self.quote("", String::new(), get("reason"));
            }
            "evaluations" => {
                let score = value("score");
                self.say(format!("综合得分 {score}"), format!("a score of {score}"));
                self.quote("", String::new(), get("comment"));
                self.quote(s.t("重述理由", "Why it is restated"), String::new(), get("reason"));
            }
            "promises" => {
                let amount = value("fen");
                self.say(format!("承诺 {amount}"), format!("a promise of {amount}"));
                self.quote("", String::new(), get("terms"));
            }
            "customers" | "contacts" => {
                let name = quoted(&get("name"), s.lang);
                self.say(name.clone(), name);
            }
            "lessons" | "proposals" | "consultations" => {
                let title = quoted(&get("title"), s.lang);
                self.say(title.clone(), title);
            }
            "plan_versions" => {
                let number = map.get("number").and_then(Value::as_i64).unwrap_or_default();
                self.say(format!("第 {number} 版"), format!("version {number}"));
            }
            "target_customers" => {
                let name = self.thing(&row.subject_id);
                self.say(name.clone(), name);
                self.quote("", String::new(), get("grounds"));
            }
            "activities" => {
                let (name, kind, result) = (self.thing(&get("target_id")), value("kind"), value("result"));
                let day = value("on_day");
                let next_on = if is_blank(map.get("next_on")) { String::new() } else { value("next_on") };
                self.say(
                    format!("{day} {kind}{name}，{result}"),
                    format!("{} with {name} on {day}, {}", in_sentence(&kind), in_sentence(&result)),
                );
                self.quote("", String::new(), get("said"));
                let next = format!("{} {next_on}", get("next_step")).trim().to_owned();
                self.quote(s.t("下一步", "Next"), String::new(), next);
            }
            "objections" => {
                let (name, kind, weight) = (self.thing(&get("target_id")), value("kind"), value("weight"));
                self.say(
                    format!("{name}，{kind}，{weight}"),
                    format!("{name}, {}, {}", in_sentence(&kind), in_sentence(&weight)),
                );
                self.quote("", String::new(), get("said"));
            }
            "solutions" => {
                let (number, title) = (get("number"), quoted(&get("title"), s.lang));
                let name = self.thing(&get("target_id"));
                self.say(format!("{number}{title}，给{name}"), format!("{number} {title} for {name}"));
            }
            "solution_editions" => {
                let name = self.thing(&get("solution_id"));
                let (number, list, price) = (value("edition"), value("list_fen"), value("price_fen"));
                self.say(
                    format!("{name}第 {number} 版，目录价 {list}，报价 {price}"),
                    format!("edition {number} of {name}, list price {list}, price {price}"),
                );
            }
            "clarifications" => self.quote("", String::new(), get("question")),
            "ideas" => self.quote("", String::new(), get("text")),
            "contracts" => {
                let (number, title, amount) = (get("number"), quoted(&get("title"), s.lang), value("fen"));
                self.say(format!("{number}{title}，{amount}"), format!("{number} {title}, {amount}"));
            }
            "reports" => {
                let title = Some(get("title")).filter(|it| !it.is_empty());
                let title = quoted(&title.unwrap_or_else(|| value("stage")), s.lang);
                let number = get("number");
                self.say(format!("{number}{title}"), format!("{number} {title}"));
            }
            "requests" => {
                let (number, title) = (get("number"), quoted(&get("title"), s.lang));
                self.say(format!("{number}{title}"), format!("{number} {title}"));
            }
            "orders" => {
                let (number, amount, wanted) = (get("number"), value("fen"), value("wanted_on"));
                self.say(format!("{number}，{amount}，{wanted} 前交货"), format!("{number}, {amount}, wanted by {wanted}"));
            }
            "supply_notices" => {
                let (number, supplier, due) = (get("number"), get("supplier"), value("deliver_by"));
                self.say(format!("{number} 致 {supplier}，{due} 前交货"), format!("{number} to {supplier}, deliver by {due}"));
            }
            "deliveries" => {
                let (number, day) = (get("number"), value("delivered_on"));
                self.say(format!("{number}（{day}）"), format!("{number} ({day})"));
            }
            "invoices" => {
                let (number, amount, day) = (get("number"), value("fen"), value("invoiced_on"));
                self.say(format!("{number}，{amount}（{day}）"), format!("{number}, {amount} ({day})"));
            }
            "receipts" => {
                let (amount, day) = (value("fen"), value("received_on"));
                self.say(format!("{amount}（{day}）"), format!("{amount} ({day})"));
            }
            "plan_terms" => {
                let measures =
                    |name: &str| name.ends_with("_days") || name.ends_with("_percent") || name.starts_with("weight_");
                let names = map.keys().filter(|name| measures(name));
                let told = names.filter_map(|name| Some((s.lang.say(field(&row.kind, name)?.name), value(name))));
                for (label, is) in told.collect::<Vec<_>>() {
                    self.say(format!("{label} {is}"), format!("{} {is}", in_sentence(label)));
                }
            }
            "expenses" => {
                let title = get("title");
                let title = if title.is_empty() { s.t("其他", "Other").to_owned() } else { title };
                let (title, amount, day) = (quoted(&title, s.lang), value("fen"), value("on_day"));
                self.say(format!("{title}{amount}（{day}）"), format!("{title} {amount} ({day})"));
                self.quote("", String::new(), get("note"));
            }
            "cares" => self.quote("", String::new(), get("condition")),
            "attachments" => {
                let name = quoted(&get("name"), s.lang);
                self.say(name.clone(), name);
            }
            _ => {}
        }
    }

    fn removed(&mut self, row: &Entry) {
        let map = object(&row.before);
        match row.kind.as_str() {
            "indicators" => {
                let (thing, value) = (self.thing(&row.subject_id), self.value(row, &map, "value"));
                self.say(format!("删除指标{thing}（原为 {value}）"), format!("removed the indicator {thing} (it was {value})"));
            }
            "focuses" => {
                let month = text_of(&map, "month").unwrap_or_default();
                self.instead(
                    format!("不再将本项目列为 {month} 的重点"),
                    format!("took the project out of the focus of {month}"),
                );
            }
            "proposals" => {
                let title = quoted(text_of(&map, "title").unwrap_or_default(), self.s.lang);
                self.say(title.clone(), title);
            }
            _ => {}
        }
    }

    /// A record of a step: which step, of what, and how it begins.
    fn recorded(&mut self, map: &Map<String, Value>) {
        let Some(step) = text_of(map, "step").and_then(Step::from_code) else { return };
        let name = self.s.lang.say(step.name()).to_owned();
        if self.only_steps {
            self.instead(format!("记录「{name}」"), format!("recorded “{name}”"));
        } else if !self.sentence.clauses.contains(&name) {
            self.sentence.clauses.insert(0, name);
        }
        let subject = text_of(map, "subject").unwrap_or_default();
        let subject = match Part::from_code(subject) {
            Some(part) => self.s.lang.say(part.name()).to_owned(),
            None => self.name(subject).unwrap_or_default(),
        };
        let said = recorded(step, text_of(map, "content").unwrap_or_default(), self.s);
        let said: Vec<String> =
            said.into_iter().take(3).map(|(_, text)| text.trim_end_matches(['。', '.', '；', ';']).to_owned()).collect();
        self.quote(&subject, String::new(), said.join(self.s.t("；", "; ")));
    }

    /// What became of the rows of one kind.
    fn lines(&mut self, kind: &str, rows: &[&Entry]) {
        let of = |text: fn(&Entry) -> &Option<String>, other: fn(&Entry) -> &Option<String>| {
            let rows = rows.iter().filter(|row| row.kind == kind && text(row).is_some() && other(row).is_none());
            rows.map(|row| object(text(row))).collect::<Vec<_>>()
        };
        let mut gone = of(|row| &row.before, |row| &row.after);
        let new = of(|row| &row.after, |row| &row.before);
        if gone.is_empty() && new.is_empty() {
            return;
        }
        let (one, zh_unit) = match kind {
            "plan_actions" => (Pair("行动", "action"), "项"),
            "plan_steps" => (Pair("步骤", "step"), "个"),
            "budget_lines" => (Pair("预算", "budget line"), "项"),
            "standards" => (Pair("业绩标准", "performance standard"), "项"),
            "payment_terms" => (Pair("付款约定", "payment term"), "期"),
            "order_lines" => (Pair("订货行", "line of the order"), "种"),
            _ => (Pair("控制办法", "control method"), "项"),
        };
        let sum = |rows: &[Map<String, Value>]| rows.iter().filter_map(|it| it.get("fen")?.as_i64()).sum::<i64>();
        let (was, is) = (sum(&gone), sum(&new));
        if gone.is_empty() {
            let n = new.len();
            let all = fields::money(is, self.s.lang);
            let (zh_all, en_all) = match kind {
                "budget_lines" | "payment_terms" => (format!("，合计 {all}"), format!(", {all} in all")),
                _ => (String::new(), String::new()),
            };
            let title = match n {
                1 => new.first().and_then(|it| text_of(it, "title")).map(|it| quoted(it, self.s.lang)),
                _ => None,
            };
            match title {
                Some(title) => {
                    self.say(format!("新增{}{title}{zh_all}", one.0), format!("added the {} {title}{en_all}", one.1))
                }
                None => self.say(format!("新增 {n} {zh_unit}{}{zh_all}", one.0), format!("added {n} {}s{en_all}", one.1)),
            }
            return;
        }
        if kind == "budget_lines" && was != is {
            let (was, is) = (fields::money(was, self.s.lang), fields::money(is, self.s.lang));
            self.say(format!("将预算合计由 {was} 改为 {is}"), format!("changed the whole budget from {was} to {is}"));
        }
        for map in &new {
            let title = text_of(map, "title").unwrap_or_default();
            let same_line = |it: &Map<String, Value>| {
                text_of(it, "line_id").is_some_and(|line| Some(line) == text_of(map, "line_id"))
                    || text_of(it, "title") == Some(title)
            };
            let name = quoted(title, self.s.lang);
            match gone.iter().position(same_line) {
                Some(at) => {
                    let old = gone.swap_remove(at);
                    self.line_changed(kind, &format!("{}{name}", self.s.t(one.0, "")), &old, map);
                }
                None => self.say(format!("新增{}{name}", one.0), format!("added the {} {name}", one.1)),
            }
        }
        for map in &gone {
            let name = quoted(text_of(map, "title").unwrap_or_default(), self.s.lang);
            self.say(format!("删除{}{name}", one.0), format!("removed the {} {name}", one.1));
        }
    }

    fn line_changed(&mut self, kind: &str, of: &str, old: &Map<String, Value>, new: &Map<String, Value>) {
        for (name, value) in new {
            if old.get(name) == Some(value) {
                continue;
            }
            let Some(it) = field(kind, name).filter(|it| !matches!(it.telling, Telling::Kept)) else { continue };
            let text = |map: &Map<String, Value>| told(map.get(name), it.telling, self.s, |_| None);
            let values = (text(old), text(new));
            if let Some(clause) = self.change_of(of, self.s.lang.say(it.name), old, new, name, values) {
                self.sentence.clauses.push(clause);
            }
        }
    }
}

/// What a step's record says: the label and the text of each field that says something.
pub fn recorded(step: Step, content: &str, s: &Shell) -> Vec<(&'static str, String)> {
    let content = serde_json::from_str::<Map<String, Value>>(content).unwrap_or_default();
    let said = |field: &StepField| {
        let text = text_of(&content, field.name)?;
        let known = field.said(text).map(|pair| s.lang.say(pair).to_owned());
        let text = known.unwrap_or_else(|| told(content.get(field.name), Telling::Plain, s, |_| None));
        Some((s.lang.say(field.label), text))
    };
    step_fields(step).iter().filter_map(said).collect()
}

/// Changes that follow from the act itself.
fn untold(row: &Entry, name: &str) -> bool {
    match row.kind.as_str() {
        "projects" => matches!(name, "stage" | "holder" | "due_on" | "round" | "number"),
        "proposals" => name == "state",
        "consultations" => matches!(name, "state" | "due_on"),
        // Each has a sentence of its own.
        "target_customers" => match row.deed.as_str() {
            "drop_target" => matches!(name, "step" | "next_step" | "next_on"),
            "take_up_target" => matches!(name, "step" | "dropped_for"),
            _ => name == "step",
        },
        "objections" => matches!(name, "state" | "weight"),
        "solution_editions" => name == "state" && row.deed != "answer_solution",
        "contracts" | "orders" => name == "state",
        _ => false,
    }
}

/// Texts that are somebody's words: quoted below the sentence.
fn is_prose(name: &str) -> bool {
    const PROSE: [&str; 13] = [
        "reason",
        "statement",
        "answer",
        "defence",
        "finding",
        "decision",
        "result",
        "note",
        "comment",
        "dropped_for",
        "asked",
        "design",
        "outcome",
    ];
    PROSE.contains(&name)
}

/// A label inside a sentence.
fn in_sentence(label: &str) -> String {
    let mut letters = label.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// What a field is called inside an English sentence.
fn noun(label: &str) -> String {
    NOUNS.iter().find(|it| it.0 == label).map_or_else(|| in_sentence(label), |it| it.1.to_owned())
}

fn quoted(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("「{name}」"),
        Lang::En => format!("“{name}”"),
    }
}

/// A JSON object out of the trail; empty where there is none.
pub fn object(text: &Option<String>) -> Map<String, Value> {
    text.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// A text of an object that is not empty.
pub fn text_of<'a>(map: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    map.get(name).and_then(Value::as_str).filter(|it| !it.is_empty())
}
