//! What waits for somebody. The number in the sidebar ([`crate::web::shell`]) counts the same rows.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use diesel::prelude::*;
use diesel::sql_types::{Date, Integer, Nullable, Text, Timestamp};

use crate::calendar::NOON;
use crate::clock::Moment;
use crate::correspondence::consultations::model::ConsultationState;
use crate::correspondence::requests::model::RequestState;
use crate::error::Result;
use crate::lang::{Lang, Pair, counted};
use crate::meetings::model::{Meeting, MeetingKind, ResolutionKind};
use crate::meetings::schedule::unwritten;
use crate::projects::model::{Holder, Task};
use crate::projects::pipeline::{Stage, State};
use crate::projects::steps::Step;
use crate::projects::tasks::{DESIGN, MEASURE, REPORT, TAKE_BACK, named as named_task, report_on};
use crate::reports::model::ReportKind;
use crate::store::compound::{Compound, fixed};
use crate::store::office::Office;
use crate::store::schema::{
    advice, consultations, handovers, meetings, people, projects, reports, requests, resolutions, tasks,
};
use crate::store::{Actor, Conn};
use crate::web::shell::{
    advice_for, consultations_for, handovers_for, held_by, minutes_for, open_tasks_of, reports_for, requests_for,
    resolutions_for, unread_for, weeklies_for, weekly_for,
};

/// One thing that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Which of all things that wait it is: `task-…`, `project-…`, `request-…`; the same as long as it waits.
    pub key: String,
    /// Of the row that waits: it grows with every change.
    pub version: i32,
    pub number: String,
    pub project: String,
    pub what: Pair,
    /// What it is about where its name does not say.
    pub about: String,
    pub why: Why,
    /// Whoever asks or reports says that it cannot wait.
    pub is_urgent: bool,
    pub since: Moment,
    pub due_on: Option<NaiveDate>,
    pub href: String,
}

impl Waiting {
    /// The hour by the office's clock where it is not due with its day.
    pub fn due_at(&self) -> Option<NaiveTime> {
        (self.why == Why::Week).then_some(NOON)
    }

    /// Whether it should have been done by now.
    pub fn is_late(&self, now: NaiveDateTime) -> bool {
        self.due_on.is_some_and(|due| is_past(due, self.due_at(), now))
    }
}

/// Whether a day, or an hour of it, is over.
fn is_past(due: NaiveDate, hour: Option<NaiveTime>, now: NaiveDateTime) -> bool {
    due < now.date() || (due == now.date() && hour.is_some_and(|hour| hour < now.time()))
}

/// Why it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// A step of the stage that the project entered.
    Step(Step),
    /// A measure resolved in control.
    Measure,
    /// A serious objection that specialists are asked about.
    Design,
    /// A solution to one that goes back to the customer.
    TakeBack,
    /// The project waits where it stands.
    Stands(State),
    /// A request waits for the commander's answer.
    Request,
    /// An answer waits to be confirmed by who asked.
    Answer,
    /// The commander asks the planning assistants for advice on a request.
    Advise,
    /// A member asks the planning assistants for information,
    Consulted,
    /// or has it, and decides.
    Informed,
    /// A stage has ended and is to be reported on,
    Stage,
    /// or a week.
    Week,
    /// A report waits to be read by the commander,
    Report,
    /// or all of a week's.
    Weeklies,
    /// A meeting resolved it.
    Resolved,
    /// Minutes wait to be read by this person,
    Unread,
    /// or to be published by them.
    Unpublished,
    /// Somebody's work was handed over to this person,
    TakeOn,
    /// or this person's to somebody.
    HandOver,
}

/// What somebody has to do with a project that stands there.
pub fn decision(state: State) -> Pair {
    match state {
        State::DirectiveDraft => Pair("下达指令", "Issue the directive"),
        State::DirectiveIssued => Pair("答复澄清", "Answer a clarification"),
        State::StopRequested => Pair("决定是否停止", "Decide on the stop"),
        State::Deliberation => Pair("决定计划：批准、退回或撤销", "Decide on the plan"),
        State::Control => Pair("决定处理", "Decide on the handling"),
        State::Monitoring => Pair("验收兑现", "Close monitoring"),
        State::Proposal => Pair("结项", "Close the cycle"),
        state => state.name(),
    }
}

/// What the owner has to do with a project that stands there and has no open step of theirs.
fn owner_s(state: State) -> Pair {
    match state {
        State::DirectiveIssued => Pair("领受指令", "Acknowledge the directive"),
        State::Planning => Pair("报送论证", "Submit for deliberation"),
        state => state.name(),
    }
}

/// Which part of the inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    All,
    /// Late by then, by the office's clock.
    Late(NaiveDateTime),
    /// Due up to this day.
    Until(NaiveDate),
    /// Due from one day to another, both included.
    Between(NaiveDate, NaiveDate),
}

/// What waits for somebody, most overdue first, what has no due date last; at most `limit` of each kind.
pub fn waiting(conn: &mut Conn, me: &Actor, office: &Office, today: NaiveDate, part: Part, limit: i64) -> Result<Vec<Waiting>> {
    let mut all = tasks_of(conn, me, part, limit)?;
    all.extend(held(conn, me, part, limit)?);
    all.extend(others(conn, me, office, today, part, limit)?);
    all.sort_by(|a, b| {
        (a.due_on.is_none(), a.due_on, a.since, &a.number, &a.href).cmp(&(
            b.due_on.is_none(),
            b.due_on,
            b.since,
            &b.number,
            &b.href,
        ))
    });
    Ok(all)
}

/// What cannot wait before all else, otherwise in their order.
pub fn urgent_first(mut all: Vec<Waiting>) -> Vec<Waiting> {
    all.sort_by_key(|it| !it.is_urgent);
    all
}

fn tasks_of(conn: &mut Conn, me: &Actor, part: Part, limit: i64) -> Result<Vec<Waiting>> {
    let mut rows = open_tasks_of(me);
    rows = match part {
        Part::All => rows,
        Part::Late(now) => rows.filter(tasks::due_on.lt(now.date())),
        Part::Until(day) => rows.filter(tasks::due_on.le(day)),
        Part::Between(from, to) => rows.filter(tasks::due_on.between(from, to)),
    };
    let rows: Vec<(Task, String, String)> = rows
        .inner_join(projects::table)
        .order((tasks::due_on.is_null(), tasks::due_on, tasks::opened_at, tasks::step, tasks::id))
        .limit(limit)
        .select((Task::as_select(), projects::number, projects::name))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(task, number, project)| of_task(task, number, project)).collect())
}

fn of_task(task: Task, number: String, project: String) -> Option<Waiting> {
    let why = match (Step::from_code(&task.step), task.step.as_str()) {
        (None, step) if step.starts_with(REPORT) => Why::Stage,
        (Some(step), _) => Why::Step(step),
        (None, MEASURE) => Why::Measure,
        (None, DESIGN) => Why::Design,
        (None, TAKE_BACK) => Why::TakeBack,
        (None, _) => return None,
    };
    let (what, place) = named_task(&task);
    Some(Waiting {
        key: format!("task-{}", task.id),
        version: task.version,
        href: format!("/projects/{number}/{place}"),
        number,
        project,
        what,
        about: task.what,
        why,
        is_urgent: false,
        since: task.opened_at,
        due_on: task.due_on,
    })
}

/// Projects that wait for a move or a decision of this person.
fn held(conn: &mut Conn, me: &Actor, part: Part, limit: i64) -> Result<Vec<Waiting>> {
    let mut rows = held_by(me);
    rows = match part {
        Part::All => rows,
        Part::Late(now) => rows.filter(projects::due_on.lt(now.date())),
        Part::Until(day) => rows.filter(projects::due_on.le(day)),
        Part::Between(from, to) => rows.filter(projects::due_on.between(from, to)),
    };
    type Row = (String, String, State, Holder, Moment, Option<NaiveDate>, i32);
    let rows: Vec<Row> = rows
        .order((projects::due_on.is_null(), projects::due_on, projects::number))
        .limit(limit)
        .select((
            projects::number,
            projects::name,
            projects::stage,
            projects::holder,
            projects::holder_since,
            projects::due_on,
            projects::version,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(number, project, state, holder, since, due_on, version)| Waiting {
            key: format!("project-{number}"),
            version,
            href: format!("/projects/{number}{}", state.place()),
            what: if holder == Holder::Owner { owner_s(state) } else { decision(state) },
            number,
            project,
            about: String::new(),
            why: Why::Stands(state),
            is_urgent: false,
            since,
            due_on,
        })
        .collect())
}

/// What waits for somebody besides tasks and projects, as the database gives it: which, its number, what it is about, the word of
/// its kind or state, whose it is or whether it is urgent, since when, until when, its version.
type Row = (String, String, String, String, String, Option<Moment>, Option<NaiveDate>, i32);
type Others = Compound<(Text, Text, Text, Text, Text, Nullable<Timestamp>, Nullable<Date>, Integer)>;

/// Requests, consultations, reports, hand-overs, resolutions and minutes that wait for this person: one question for all of them.
fn others(conn: &mut Conn, me: &Actor, office: &Office, today: NaiveDate, part: Part, limit: i64) -> Result<Vec<Waiting>> {
    let mut all = Others::default();
    asked_of(&mut all, me);
    met(&mut all, me);
    told(&mut all, me, office, today);
    let rows: Vec<Row> = all.rows(conn)?;
    let asked = |row: &Row| match (part, row.6) {
        (Part::All, _) => true,
        (Part::Late(now), Some(due)) => is_past(due, (row.0 == "week").then_some(NOON), now),
        (Part::Until(day), Some(due)) => due <= day,
        (Part::Between(from, to), Some(due)) => (from..=to).contains(&due),
        (_, None) => false,
    };
    let mut rows: Vec<Row> = by_week(rows).into_iter().filter(asked).collect();
    rows.sort_by(|a, b| (a.6.is_none(), a.6, &a.1).cmp(&(b.6.is_none(), b.6, &b.1)));
    let few = usize::try_from(limit).unwrap_or(0);
    let all = rows.into_iter().filter_map(|row| other(me, row)).enumerate();
    // What cannot wait is never cut off.
    Ok(all.filter(|(at, it)| *at < few || it.is_urgent).map(|(_, it)| it).collect())
}

/// A word of the source.
fn word(it: &'static str) -> diesel::dsl::AsExprOf<&'static str, Text> {
    it.into_sql::<Text>()
}

/// Requests and their answers, advice, consultations, hand-overs.
fn asked_of(all: &mut Others, me: &Actor) {
    all.add(requests_for(me).select((
        word("request"),
        requests::number,
        requests::title,
        requests::state,
        fixed::<Text>(&["case when requests.urgent and requests.answered_at is null then 'urgent' else '' end"]),
        fixed::<Nullable<Timestamp>>(&["coalesce(requests.answered_at, requests.asked_at)"]),
        fixed::<Nullable<Date>>(&["case when requests.answered_at is null then requests.due_on else requests.confirm_by end"]),
        requests::version,
    )));
    all.add(handovers_for(me).inner_join(people::table.on(people::id.eq(handovers::giver_id))).select((
        word("handover"),
        handovers::number,
        handovers::reason,
        handovers::taker_id,
        people::name,
        handovers::at.nullable(),
        handovers::due_on.nullable(),
        handovers::version,
    )));
    all.add(advice_for(me).inner_join(requests::table).select((
        word("advice"),
        requests::number,
        requests::title,
        requests::state,
        fixed::<Text>(&["case when requests.urgent then 'urgent' else '' end"]),
        advice::asked_at.nullable(),
        advice::due_on.nullable(),
        advice::version,
    )));
    all.add(consultations_for(me).select((
        word("consultation"),
        consultations::number,
        consultations::title,
        consultations::state,
        word(""),
        consultations::since.nullable(),
        // An answer waits for its asker without a due date.
        consultations::due_on,
        consultations::version,
    )));
}

/// Resolutions, minutes to read and to publish.
fn met(all: &mut Others, me: &Actor) {
    all.add(resolutions_for(me).select((
        word("resolution"),
        resolutions::number,
        resolutions::content,
        resolutions::kind.assume_not_null(),
        word(""),
        resolutions::written_at.nullable(),
        resolutions::due_on,
        resolutions::version,
    )));
    all.add(unread_for(me).select((
        word("unread"),
        meetings::number,
        meetings::title,
        meetings::kind,
        word(""),
        meetings::published_at,
        meetings::read_by,
        meetings::version,
    )));
    all.add(minutes_for(me).select((
        word("unpublished"),
        meetings::number,
        meetings::title,
        meetings::kind,
        word(""),
        fixed::<Nullable<Timestamp>>(&["coalesce(meetings.closed_at, meetings.opened_at)"]),
        meetings::publish_by,
        meetings::version,
    )));
}

/// Reports to read, and weeks to report on.
fn told(all: &mut Others, me: &Actor, office: &Office, today: NaiveDate) {
    all.add(reports_for(me).inner_join(people::table).select((
        word("report"),
        reports::number,
        // Its title, or the stage that ended.
        fixed::<Text>(&["case when reports.title = '' then reports.stage else reports.title end"]),
        reports::kind,
        people::name,
        reports::reported_at.nullable(),
        reports::read_by,
        reports::version,
    )));
    all.add(weeklies_for(me).select((
        word("weeklies"),
        reports::week.assume_not_null(),
        word(""),
        word("1"),
        word(""),
        reports::reported_at.nullable(),
        reports::read_by,
        1.into_sql::<Integer>(),
    )));
    for week in &office.calendar.reported_weeks(today) {
        let from = week.map(|it| office.zone.moment(it.from.and_time(NaiveTime::MIN)));
        all.add(weekly_for(me, office, week).select((
            word("week"),
            week.map_or(String::new(), |it| it.week.to_string()).into_sql::<Text>(),
            word(""),
            word(""),
            word(""),
            from.into_sql::<Nullable<Timestamp>>(),
            week.map(|it| it.due.date()).into_sql::<Nullable<Date>>(),
            1.into_sql::<Integer>(),
        )));
    }
}

/// The weekly reports of a week as one thing to read, since the first of them came; how many they are is its word.
fn by_week(rows: Vec<Row>) -> Vec<Row> {
    let (weeklies, mut rows): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.0 == "weeklies");
    let mut weeks: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in weeklies {
        weeks.entry(row.1.clone()).or_default().push(row);
    }
    rows.extend(weeks.into_values().filter_map(|all| {
        let (many, since) = (all.len().to_string(), all.iter().filter_map(|row| row.5).min());
        let first = all.into_iter().next()?;
        Some((first.0, first.1, first.2, many, first.4, since, first.6, first.7))
    }));
    rows
}

fn other(me: &Actor, (which, number, title, word, whose, since, due_on, version): Row) -> Option<Waiting> {
    let meeting = || {
        let kind = MeetingKind::from_code(&word)?;
        Some(Meeting { number: number.clone(), kind, title: title.clone(), ..unwritten() })
    };
    let (href, project, what, why) = match which.as_str() {
        "request" if word == RequestState::Open.code() => {
            (format!("/requests/{number}"), title.clone(), Pair("批示请示", "Answer a request"), Why::Request)
        }
        "request" => {
            let what = Pair("确认批示", "Confirm the answer to a request");
            (format!("/requests/{number}"), title.clone(), what, Why::Answer)
        }
        "advice" => {
            let what = Pair("提供参考意见", "Give advice");
            (format!("/requests/{number}#advice"), title.clone(), what, Why::Advise)
        }
        "consultation" if word == ConsultationState::Open.code() => {
            (format!("/consultations/{number}"), title.clone(), Pair("答复咨询", "Answer a consultation"), Why::Consulted)
        }
        "consultation" => {
            let what = Pair("看答复，作决定", "Read the answer and decide");
            (format!("/consultations/{number}"), title.clone(), what, Why::Informed)
        }
        "handover" if word == me.id => {
            (format!("/handovers/{number}"), title.clone(), Pair("接收移交", "Take over"), Why::TakeOn)
        }
        "handover" => {
            let what = Pair("确认移交", "Confirm the hand-over");
            (format!("/handovers/{number}"), title.clone(), what, Why::HandOver)
        }
        "report" => {
            let stage = Stage::from_code(&title).map(report_on).map(|it| me.lang.say(it).to_owned());
            let (what, about) = (Pair("审阅汇报", "Read a report"), stage.unwrap_or_else(|| title.clone()));
            (format!("/reports/{number}"), about, what, Why::Report)
        }
        "weeklies" => {
            let many: i64 = word.parse().ok()?;
            let many = match me.lang {
                Lang::Zh => format!("{many} 份"),
                Lang::En => counted(many, "report"),
            };
            (format!("/reports/weekly/{number}"), many, Pair("阅周报", "Read the weekly reports"), Why::Weeklies)
        }
        "week" => {
            let what = Pair("报送周报", "Send the weekly report");
            (format!("/reports/weekly/{number}/mine"), String::new(), what, Why::Week)
        }
        "resolution" => {
            let what = ResolutionKind::from_code(&word)?.to_do();
            (format!("/resolutions/{number}"), title.clone(), what, Why::Resolved)
        }
        "unread" => {
            let it = meeting()?;
            (format!("{}/minutes", it.href()), it.name(me.lang), Pair("阅读会议纪要", "Read the minutes"), Why::Unread)
        }
        "unpublished" => {
            let it = meeting()?;
            let what = Pair("整理并发布会议纪要", "Write and publish the minutes");
            (format!("{}/session", it.href()), it.name(me.lang), what, Why::Unpublished)
        }
        _ => return None,
    };
    let is_urgent = match why {
        Why::Request | Why::Advise => whose == "urgent",
        Why::Report => word == ReportKind::Emergency.code(),
        _ => false,
    };
    let (project, about) = match why {
        Why::TakeOn | Why::Report => (project, whose),
        Why::Weeklies => (String::new(), project),
        _ => (project, String::new()),
    };
    let key = format!("{which}-{number}");
    Some(Waiting { key, version, number, project, what, about, why, is_urgent, since: since?, due_on, href })
}
