//! Who owes what now: out of tasks, projects, requests, reports, resolutions, minutes and hand-overs in one question; weeks that were
//! not reported on and meetings that nobody has called are computed.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text};

use super::model::{Duty, DutyKind, Reminder, Who, ladder};
use super::rules::Level;
use crate::calendar::ReportedWeek;
use crate::clock::Moment;
use crate::correspondence::consultations;
use crate::correspondence::requests;
use crate::error::{OrNotFound, Result};
use crate::lang::{Lang, Pair};
use crate::meetings::model::{Meeting, MeetingKind, MeetingState, ResolutionKind};
use crate::meetings::schedule::{between, unwritten};
use crate::policy::{Deed, Standing};
use crate::projects::pipeline::{Stage, State};
use crate::projects::steps::Step;
use crate::projects::tasks::{REPORT, called, report_on};
use crate::reports;
use crate::store::office::Office;
use crate::store::schema::{
    advice, attendances, consultations as consultations_table, handovers, meetings, packages, people, projects, reminders,
    reports as reports_table, requests as requests_table, resolutions, tasks,
};
use crate::store::{Actor, Conn};
use crate::tasks::queries::decision;
use crate::web::list::PAGE;
use crate::words::Role;

/// A day that nothing is due after.
pub const FAR: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// The most duties that are told at once, the longest overdue of all.
pub const MOST: i64 = 1_000;

/// Who looks: somebody, who sees what they may see; or the program, which reminds.
#[derive(Clone, Copy, Debug)]
pub enum Looks<'a> {
    Person(&'a Actor),
    Program,
}

impl Looks<'_> {
    fn drafts(self) -> bool {
        match self {
            Looks::Person(me) => me.may(Deed::SeeDrafts, Standing::NONE).is_some(),
            Looks::Program => true,
        }
    }

    fn requests(self) -> requests::queries::Visible {
        match self {
            Looks::Person(me) => requests::queries::visible(me),
            Looks::Program => Box::new(requests_table::number.is_not_null()),
        }
    }

    fn consultations(self) -> consultations::queries::Visible {
        match self {
            Looks::Person(me) => consultations::queries::visible(me),
            Looks::Program => Box::new(consultations_table::number.is_not_null()),
        }
    }

    fn reports(self) -> reports::queries::Visible {
        match self {
            Looks::Person(me) => reports::queries::visible(me),
            Looks::Program => Box::new(reports_table::number.is_not_null()),
        }
    }
}

/// What the database gives: which, its number, its id, what it is about, the word of its step or state, whose it is by name, or by role,
/// until when, its project, the coordinator of the package.
type Row = (String, String, String, String, String, Option<String>, String, String, Option<NaiveDate>, String, Option<String>);

/// Duties that are due up to a day, the longest overdue first; at most `limit` of those that are written down.
pub fn owed(
    conn: &mut Conn,
    looks: Looks<'_>,
    office: &Office,
    today: NaiveDate,
    until: NaiveDate,
    limit: i64,
) -> Result<Vec<Duty>> {
    let mut all = written(conn, &Asked { looks, office, today, until, limit })?;
    all.extend(to_call(conn, office, today)?.into_iter().filter(|it| it.due_on <= until));
    all.sort_by(|a, b| order(a).cmp(&order(b)));
    Ok(all)
}

/// What is asked: what somebody may see of what is due up to a day, the first of it.
#[derive(Clone, Copy)]
struct Asked<'a> {
    looks: Looks<'a>,
    office: &'a Office,
    today: NaiveDate,
    until: NaiveDate,
    limit: i64,
}

/// The longest overdue first.
fn order(it: &Duty) -> (NaiveDate, DutyKind, &str, &str) {
    (it.due_on, it.kind, &it.number, &it.key)
}

/// Who answers for an open task by name: what is asked of everybody is the owner's to collect.
const COLLECTED: &str =
    "case when tasks.person_id is null and tasks.role = 'all' then projects.owner_id else tasks.person_id end";

/// The coordinator of the package to which the project of a row belongs, and the project's name.
fn coordinator_of(table: &str) -> diesel::expression::SqlLiteral<Nullable<Text>> {
    sql(&format!(
        "(select packages.coordinator_id from packages inner join projects on projects.package_id = packages.id \
         where projects.id = {table}.project_id)"
    ))
}

/// What is written down: at most `limit` duties, those that are due first, in their order.
fn written(conn: &mut Conn, asked: &Asked<'_>) -> Result<Vec<Duty>> {
    let mut all: Vec<Duty> = rows(conn, asked)?.into_iter().filter_map(duty).collect();
    all.sort_by(|a, b| order(a).cmp(&order(b)));
    all.truncate(usize::try_from(asked.limit).unwrap_or(usize::MAX));
    Ok(all)
}

/// The rows of it: of tasks, projects and answers at least those that are among the `limit` due first, of everything else all.
#[allow(clippy::too_many_lines)] // One question: an arm for each thing that can be owed.
fn rows(conn: &mut Conn, asked: &Asked<'_>) -> Result<Vec<Row>> {
    let Asked { looks, office, today, until, limit } = *asked;
    let word = |which: &'static str| which.into_sql::<Text>();
    let text = sql::<Text>;
    let nobody = || None::<String>.into_sql::<Nullable<Text>>();
    let someone = sql::<Nullable<Text>>;
    let name_of = |id: &str| sql::<Text>(&format!("coalesce((select people.name from people where people.id = {id}), '')"));
    // Of tasks there are more than of all else together, and they are found in the order of an index: what is due after the day by
    // which so many of them are due is not among the first.
    let last = || {
        sql::<Date>(
            "coalesce((select early.due_on from tasks early where early.state = 'open' and early.step not in ('1.2', '5.4') \
             and early.due_on <= ",
        )
        .bind::<Date, _>(until)
        .sql(" order by early.due_on limit 1 offset ")
        .bind::<BigInt, _>((limit - 1).max(0))
        .sql("), ")
        .bind::<Date, _>(until)
        .sql(")")
    };
    let issued = || projects::issued_at.is_not_null().or(looks.drafts().into_sql::<Bool>());
    let steps = tasks::table
        .inner_join(projects::table.inner_join(packages::table))
        .filter(tasks::state.eq("open"))
        .filter(tasks::due_on.assume_not_null().le(last()))
        .filter(tasks::step.ne("1.2").and(tasks::step.ne("5.4")))
        .filter(issued())
        .select((
            word("task"),
            projects::number,
            tasks::id,
            tasks::what,
            tasks::step,
            someone(COLLECTED),
            text("case when tasks.person_id is null then tasks.role else '' end"),
            name_of(COLLECTED),
            tasks::due_on,
            projects::name,
            packages::coordinator_id.nullable(),
        ));
    let planned = tasks::table
        .filter(tasks::project_id.eq(projects::id))
        .filter(tasks::state.eq("open"))
        .filter(tasks::step.eq("2.1").or(tasks::step.eq("2.2")).or(tasks::step.eq("2.3")));
    let by_owner = projects::holder.eq("owner").and(
        projects::stage
            .eq("directive_issued")
            .or(projects::stage.eq("planning").and(diesel::dsl::not(diesel::dsl::exists(planned)))),
    );
    let held = projects::table
        .inner_join(packages::table)
        .filter(projects::ended_at.is_null())
        .filter(projects::due_on.assume_not_null().le(last()))
        .filter(projects::holder.eq("commander").or(by_owner))
        .filter(issued())
        .select((
            word("project"),
            projects::number,
            word(""),
            word(""),
            text("projects.stage"),
            someone("case when projects.holder = 'owner' then projects.owner_id end"),
            text("case when projects.holder = 'owner' then '' else 'commander' end"),
            name_of("case when projects.holder = 'owner' then projects.owner_id end"),
            projects::due_on,
            projects::name,
            packages::coordinator_id.nullable(),
        ));
    let asked = requests_table::table
        .filter(looks.requests())
        .filter(requests_table::answered_at.is_null())
        .filter(requests_table::state.eq("open"))
        .filter(requests_table::due_on.le(until))
        .select((
            word("request"),
            requests_table::number,
            word(""),
            requests_table::title,
            word(""),
            nobody(),
            word("commander"),
            word(""),
            requests_table::due_on.nullable(),
            word(""),
            coordinator_of("requests"),
        ));
    let confirm_by = || sql::<Nullable<Date>>("coalesce(requests.confirm_by, requests.due_on)");
    let answered = requests_table::table
        .filter(looks.requests())
        .filter(requests_table::state.eq("answered"))
        .filter(confirm_by().assume_not_null().le(last()))
        .select((
            word("confirmation"),
            requests_table::number,
            word(""),
            requests_table::title,
            word(""),
            requests_table::asker_id.nullable(),
            word(""),
            name_of("requests.asker_id"),
            confirm_by(),
            word(""),
            coordinator_of("requests"),
        ));
    let advised = requests_table::table
        .into_boxed()
        .filter(looks.requests())
        .inner_join(advice::table)
        .filter(advice::given_at.is_null())
        .filter(requests_table::state.eq("open"))
        .filter(advice::due_on.le(until))
        .select((
            word("advice"),
            requests_table::number,
            word(""),
            requests_table::title,
            word(""),
            nobody(),
            word("planner"),
            word(""),
            advice::due_on.nullable(),
            word(""),
            coordinator_of("requests"),
        ));
    let consulted = consultations_table::table
        .filter(looks.consultations())
        .filter(consultations_table::state.eq("open"))
        .filter(consultations_table::due_on.le(until).assume_not_null())
        .select((
            word("consultation"),
            consultations_table::number,
            word(""),
            consultations_table::title,
            word(""),
            nobody(),
            word("planner"),
            word(""),
            consultations_table::due_on,
            word(""),
            coordinator_of("consultations"),
        ));
    let reported = reports_table::table
        .filter(looks.reports())
        .filter(reports_table::read_at.is_null())
        .filter(reports_table::read_by.le(until).assume_not_null())
        .select((
            word("reading"),
            reports_table::number,
            word(""),
            reports_table::title,
            reports_table::stage,
            nobody(),
            word("commander"),
            word(""),
            reports_table::read_by,
            word(""),
            coordinator_of("reports"),
        ));
    let resolved = resolutions::table
        .inner_join(meetings::table)
        .filter(resolutions::state.eq("open"))
        .filter(resolutions::kind.ne("information").assume_not_null())
        .filter(resolutions::holder_id.is_not_null())
        .filter(resolutions::due_on.le(until).assume_not_null())
        .filter(meetings::state.eq("minutes").or(meetings::state.eq("published")))
        .select((
            word("resolution"),
            resolutions::number,
            word(""),
            resolutions::content,
            resolutions::kind.assume_not_null(),
            resolutions::holder_id,
            word(""),
            name_of("resolutions.holder_id"),
            resolutions::due_on,
            word(""),
            nobody(),
        ));
    let unread = attendances::table
        .inner_join(meetings::table)
        .inner_join(people::table)
        .filter(attendances::read_at.is_null())
        .filter(meetings::state.eq("published"))
        .filter(meetings::read_by.le(until).assume_not_null())
        .filter(people::active.eq(true))
        .select((
            word("minutes"),
            meetings::number,
            attendances::person_id,
            meetings::title,
            meetings::kind,
            attendances::person_id.nullable(),
            word(""),
            people::name,
            meetings::read_by,
            word(""),
            nobody(),
        ));
    let unpublished = meetings::table
        .filter(meetings::state.eq("in_session").or(meetings::state.eq("minutes")))
        .filter(meetings::publish_by.le(until).assume_not_null())
        .select((
            word("publication"),
            meetings::number,
            word(""),
            meetings::title,
            meetings::kind,
            someone("case when meetings.kind = 'special' then meetings.convened_by end"),
            text("case when meetings.kind = 'special' then '' else 'coordinator' end"),
            name_of("case when meetings.kind = 'special' then meetings.convened_by end"),
            meetings::publish_by,
            word(""),
            nobody(),
        ));
    let given = handovers::table.filter(handovers::giver_confirmed_at.is_null()).filter(handovers::due_on.le(until)).select((
        word("given"),
        handovers::number,
        word(""),
        handovers::reason,
        word(""),
        handovers::giver_id.nullable(),
        word(""),
        name_of("handovers.giver_id"),
        handovers::due_on.nullable(),
        word(""),
        nobody(),
    ));
    let taken = handovers::table.filter(handovers::taker_confirmed_at.is_null()).filter(handovers::due_on.le(until)).select((
        word("taken"),
        handovers::number,
        word(""),
        handovers::reason,
        word(""),
        handovers::taker_id.nullable(),
        word(""),
        name_of("handovers.taker_id"),
        handovers::due_on.nullable(),
        word(""),
        nobody(),
    ));
    let weeks = office.calendar.reported_weeks(today);
    let unreported = |week: &Option<ReportedWeek>| {
        let is_due = week.is_some_and(|it| it.due.date() <= until);
        let (number, over) =
            week.map_or((String::new(), Moment::default()), |it| (it.week.to_string(), reports::queries::end(office, it.week)));
        let sent = reports_table::table
            .filter(reports_table::week.eq(number.clone()).assume_not_null())
            .filter(reports_table::author_id.eq(people::id));
        people::table
            .filter(people::active.eq(is_due))
            .filter(people::active.eq(true))
            .filter(diesel::dsl::exists(reports::queries::reporting()))
            .filter(people::created_at.lt(over))
            .filter(diesel::dsl::not(diesel::dsl::exists(sent)))
            .select((
                word("week"),
                number.into_sql::<Text>(),
                people::id,
                word(""),
                word(""),
                people::id.nullable(),
                word(""),
                people::name,
                week.map(|it| it.due.date()).into_sql::<Nullable<Date>>(),
                word(""),
                nobody(),
            ))
    };
    Ok(steps
        .union_all(held)
        .union_all(asked)
        .union_all(answered)
        .union_all(advised)
        .union_all(consulted)
        .union_all(reported)
        .union_all(resolved)
        .union_all(unread)
        .union_all(unpublished)
        .union_all(given)
        .union_all(taken)
        .union_all(unreported(&weeks[0]))
        .union_all(unreported(&weeks[1]))
        .union_all(unreported(&weeks[2]))
        .load::<Row>(conn)?)
}

fn pair(it: Pair) -> [String; 2] {
    [it.0.to_owned(), it.1.to_owned()]
}

fn both(it: impl Fn(Lang) -> String) -> [String; 2] {
    [it(Lang::Zh), it(Lang::En)]
}

fn duty((which, number, id, about, word, person, role, name, due, project, coordinator): Row) -> Option<Duty> {
    let who = match person {
        Some(person) => Who::Person(person),
        // What is everybody's is asked of nobody in particular; the commander has the last word on what has no other role.
        None => Who::Role(Role::from_code(&role).unwrap_or(Role::Commander)),
    };
    let title = [about.clone(), about.clone()];
    let named = [project.clone(), project.clone()];
    let meeting = || {
        let kind = MeetingKind::from_code(&word)?;
        Some(Meeting { number: number.clone(), kind, title: about.clone(), ..unwritten() })
    };
    let (kind, key, what, about, href) = match which.as_str() {
        "task" => {
            let kind = if word.starts_with(REPORT) { DutyKind::Report } else { DutyKind::Step };
            let what = pair(called(&word));
            let about = match about.is_empty() {
                true => named,
                false => both(|_| format!("{about} · {project}")),
            };
            let href = match Step::from_code(&word) {
                Some(step) => format!("/projects/{number}/{}", step.place()),
                None => format!("/projects/{number}"),
            };
            (kind, id, what, about, href)
        }
        "project" => {
            let state = State::from_code(&word)?;
            let what = match who {
                Who::Role(_) => decision(state),
                Who::Person(_) if state == State::DirectiveIssued => Pair("领受指令", "Acknowledge the directive"),
                Who::Person(_) => Pair("报送论证", "Submit for deliberation"),
            };
            (DutyKind::Decision, number.clone(), pair(what), named, format!("/projects/{number}"))
        }
        "request" => {
            let what = Pair("批示请示", "Answer a request");
            (DutyKind::Request, number.clone(), pair(what), title, format!("/requests/{number}"))
        }
        "confirmation" => {
            let what = Pair("确认批示", "Confirm the answer to a request");
            (DutyKind::Confirmation, number.clone(), pair(what), title, format!("/requests/{number}"))
        }
        "advice" => {
            let what = Pair("提供参考意见", "Give advice");
            (DutyKind::Information, number.clone(), pair(what), title, format!("/requests/{number}#advice"))
        }
        "consultation" => {
            let what = Deed::AnswerConsultation.name();
            (DutyKind::Information, number.clone(), pair(what), title, format!("/consultations/{number}"))
        }
        "reading" => {
            let about = Stage::from_code(&word).map_or(title, |stage| pair(report_on(stage)));
            (DutyKind::Reading, number.clone(), pair(Deed::ReadReport.name()), about, format!("/reports/{number}"))
        }
        "resolution" => {
            let what = ResolutionKind::from_code(&word)?.to_do();
            (DutyKind::Resolution, number.clone(), pair(what), title, format!("/resolutions/{number}"))
        }
        "minutes" => {
            let it = meeting()?;
            let what = Pair("阅读会议纪要", "Read the minutes");
            let key = format!("{number}-{id}");
            (DutyKind::Minutes, key, pair(what), both(|lang| it.name(lang)), format!("{}/minutes", it.href()))
        }
        "publication" => {
            let it = meeting()?;
            let what = Pair("整理并发布会议纪要", "Write and publish the minutes");
            (DutyKind::Meeting, number.clone(), pair(what), both(|lang| it.name(lang)), format!("{}/session", it.href()))
        }
        "given" => {
            let what = Pair("确认移交", "Confirm the hand-over");
            (DutyKind::Handover, number.clone(), pair(what), title, format!("/handovers/{number}"))
        }
        "week" => {
            let (what, href) = (pair(Deed::ReportWeekly.name()), format!("/reports/weekly/{number}"));
            (DutyKind::Report, format!("{number}-{id}"), what, title, href)
        }
        _ => {
            let what = Pair("接收移交", "Take over");
            (DutyKind::Handover, number.clone(), pair(what), title, format!("/handovers/{number}"))
        }
    };
    Some(Duty { key: format!("{which}-{key}"), kind, who, name, what, about, number, due_on: due?, href, coordinator })
}

/// The regular meetings that are to be called: the coordinators call them before they begin.
fn to_call(conn: &mut Conn, office: &Office, today: NaiveDate) -> Result<Vec<Duty>> {
    let (from, to) = (today - Days::new(7), today + Days::new(3));
    let arranges = Actor { roles: vec![Role::Coordinator], ..Actor::program() };
    let all = between(conn, &arranges, office, (from, to))?;
    // Nobody missed a meeting of the time before there was anybody.
    let founded: Option<Moment> = people::table.select(diesel::dsl::min(people::created_at)).first(conn)?;
    let waits = all
        .into_iter()
        .filter(|it| founded.is_some_and(|at| it.starts_at > at))
        .filter(|it| it.meeting.kind != MeetingKind::Special && it.meeting.state == MeetingState::Planned && !it.is_together());
    let one = |it: crate::meetings::schedule::Occasion| Duty {
        key: format!("call-{}", it.meeting.number),
        kind: DutyKind::Meeting,
        who: Who::Role(Role::Coordinator),
        name: String::new(),
        what: pair(Pair("召集会议", "Call the meeting")),
        about: both(|lang| it.meeting.name(lang)),
        number: it.meeting.number.clone(),
        due_on: office.zone.day(it.starts_at),
        href: it.meeting.href(),
        coordinator: None,
    };
    Ok(waits.map(one).collect())
}

/// What others owe and has gone up so far, the longest overdue first: a page of it.
pub fn gone_up(conn: &mut Conn, me: &Actor, office: &Office, today: NaiveDate, level: Level) -> Result<Vec<Duty>> {
    let ladder = ladder(office);
    let late = if level == Level::Commander { ladder.commander } else { ladder.coordinator };
    let until = office.calendar.working_days_before(today, late.max(1));
    let mut all = written(conn, &Asked { looks: Looks::Person(me), office, today, until, limit: PAGE })?;
    all.retain(|it| it.level(office, today) >= level && !it.is_of(me));
    Ok(all)
}

/// One duty that somebody may see.
pub fn find(conn: &mut Conn, me: &Actor, office: &Office, today: NaiveDate, key: &str) -> Result<Duty> {
    let all = owed(conn, Looks::Person(me), office, today, FAR, i64::from(i32::MAX))?;
    all.into_iter().find(|it| it.key == key).or_not_found()
}

/// The reminders of some duties, the newest first.
pub fn reminders_of(conn: &mut Conn, keys: &[&str]) -> Result<BTreeMap<String, Vec<Reminder>>> {
    let rows: Vec<Reminder> = reminders::table
        .filter(reminders::duty.eq_any(keys))
        .order((reminders::at.desc(), reminders::id.desc()))
        .select(Reminder::as_select())
        .load(conn)?;
    let mut all: BTreeMap<String, Vec<Reminder>> = BTreeMap::new();
    for it in rows {
        all.entry(it.duty.clone()).or_default().push(it);
    }
    Ok(all)
}

/// How often somebody was reminded of a duty on a day.
pub fn reminded_on(conn: &mut Conn, key: &str, day: NaiveDate) -> Result<Vec<Reminder>> {
    Ok(reminders::table
        .filter(reminders::duty.eq(key))
        .filter(reminders::on_day.eq(day))
        .order(reminders::nth)
        .select(Reminder::as_select())
        .load(conn)?)
}
