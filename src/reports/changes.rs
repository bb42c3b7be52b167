//! Writing reports. What was sent stays as it is; what is asked along with it becomes a request of its own.

use chrono::{Days, Duration, NaiveDate, NaiveTime};

use super::model::{Report, ReportKind};
use super::queries;
use super::week::content::Member;
use super::week::drawing::{Period, told};
use crate::calendar::{ReportedWeek, Week};
use crate::clock::Moment;
use crate::correspondence::requests::changes::{NewRequest, ask};
use crate::correspondence::requests::model::RequestKind;
use crate::error::{Complaint, Error, Kind, OrNotFound, Result};
use crate::lang::{Lang, Pair};
use crate::notices::changes::{tell, tell_all, tell_command};
use crate::notices::model::{News, Reason};
use crate::policy::{Deed, Standing};
use crate::projects::model::{MoveRow, Project, Task};
use crate::projects::pipeline::{Stage, State};
use crate::projects::tasks::{self, REPORT, coordinator};
use crate::store::office::{Office, Setting};
use crate::store::trail::sha256;
use crate::store::{Conn, Tx};

/// What is told.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub content: String,
    /// What was done, or what hinders.
    pub handled: String,
    pub next_steps: String,
    /// The author says that what reads like a request is none.
    pub not_asking: bool,
    /// What is asked along with it.
    pub asked: Option<Asked>,
}

/// A request that a report is accompanied by.
#[derive(Clone, Debug)]
pub struct Asked {
    pub kind: RequestKind,
    pub question: String,
    pub proposal: String,
    pub urgent: bool,
}

/// What cannot wait.
#[derive(Clone, Debug)]
pub struct AtOnce {
    pub kind: ReportKind,
    pub title: String,
    pub happened_at: Moment,
    pub words: Words,
}

/// Until when something that happened has to be reported: an emergency within 24 hours, all else on the day, or the next working day.
pub fn due_after(office: &Office, kind: ReportKind, happened_at: Moment) -> Moment {
    match kind {
        ReportKind::Emergency => happened_at + Duration::hours(24),
        _ => end_of(office, office.calendar.next_working(office.zone.day(happened_at))),
    }
}

fn end_of(office: &Office, day: NaiveDate) -> Moment {
    office.zone.moment(day.checked_add_days(Days::new(1)).unwrap_or(day).and_time(NaiveTime::MIN))
}

/// A report of somebody that tells nothing yet.
fn blank(tx: &mut Tx, kind: ReportKind, words: &Words) -> Result<Report> {
    Ok(Report {
        id: tx.new_id()?,
        number: String::new(),
        kind,
        project_id: None,
        stage: String::new(),
        move_id: None,
        week: None,
        follows_id: None,
        title: String::new(),
        content: words.content.clone(),
        handled: words.handled.clone(),
        next_steps: words.next_steps.clone(),
        happened_at: None,
        author_id: tx.who.id.clone(),
        reported_at: tx.now,
        due_at: None,
        late: false,
        not_asking: words.not_asking,
        request_id: None,
        drawn: String::new(),
        seal: String::new(),
        read_by: None,
        reader_id: None,
        acting_for_id: None,
        read_at: None,
        remark: String::new(),
        version: 1,
    })
}

/// Sends a report, and as a request of its own what is asked along with it.
fn send(tx: &mut Tx, project: Option<&Project>, row: Report, words: Words) -> Result<Report> {
    let mut row = Report { late: row.due_at.is_some_and(|due| tx.now > due), ..row };
    if let Some(asked) = words.asked {
        let title = row.name(&Lang::Zh);
        let Asked { kind, question, proposal, urgent } = asked;
        let new = NewRequest { kind, matter: None, up_to: None, title, question, proposal, urgent };
        row.request_id = Some(ask(tx, project, new)?.id);
    }
    row.number = tx.next_number("HB")?;
    let deed = if row.kind == ReportKind::Weekly { Deed::ReportWeekly } else { Deed::Report };
    tx.add(deed.code(), &row)?;
    if row.kind != ReportKind::Weekly {
        announce(tx, &row, project)?;
    }
    Ok(row)
}

/// The commander is told; of what cannot wait also whoever answers for the project.
fn announce(tx: &mut Tx, row: &Report, project: Option<&Project>) -> Result<()> {
    let what = match row.kind {
        ReportKind::Emergency => Pair("有紧急情况的汇报", "An emergency is reported"),
        ReportKind::Event => Pair("有意外事件的汇报", "An unexpected event is reported"),
        ReportKind::Discovery => Pair("有重要发现的汇报", "An important discovery is reported"),
        _ => Pair("有阶段汇报", "A stage is reported on"),
    };
    let about = match project {
        Some(project) if row.title.is_empty() => [Lang::Zh, Lang::En].map(|it| format!("{} · {}", row.name(&it), project.name)),
        _ => [row.title.clone(), row.title.clone()],
    };
    let news = News { what, number: row.number.clone(), about, href: row.href() };
    tell_command(tx, Reason::Reported, &news, |me| me.may(Deed::ReadReport, queries::standing(me, row)).is_some())?;
    match project {
        Some(project) if row.kind.is_at_once() => {
            let tended = (coordinator(tx, project)?, Reason::Tended);
            tell_all(tx, [(project.owner_id.clone(), Reason::Owned), tended], &news)
        }
        _ => Ok(()),
    }
}

/// By when the commander reads what was reported just now: an emergency on the day.
fn read_by(tx: &Tx, kind: ReportKind) -> NaiveDate {
    let days = u32::try_from(tx.office.setting(Setting::DaysReading)).unwrap_or(0);
    tx.office.calendar.add_working_days(tx.today(), if kind == ReportKind::Emergency { 0 } else { days })
}

/// Reports what cannot wait; `follows` is the report that it goes on with.
pub fn report(tx: &mut Tx, project: Option<&Project>, follows: Option<&Report>, new: AtOnce) -> Result<Report> {
    tx.may(Deed::Report, Standing::NONE)?;
    if new.happened_at > tx.now {
        let said = Pair("发生的时间不能晚于现在。", "It cannot have happened later than now.");
        return Err(Error::invalid("happened_on", Complaint::Said(said)));
    }
    let first = follows.and_then(|it| it.happened_at);
    if first.is_some_and(|first| new.happened_at < first - Duration::minutes(1)) {
        let said = Pair("不能早于所续的汇报写明的时间。", "It cannot have happened before what it goes on with.");
        return Err(Error::invalid("happened_on", Complaint::Said(said)));
    }
    // What goes on with a report of the same moment is late by nothing: the first one was, or was not. What happened since is due anew.
    let goes_on = first.is_some_and(|first| new.happened_at - first < Duration::minutes(1));
    let me = tx.who.id.clone();
    let same = |it: &Report| it.content == new.words.content && it.kind == new.kind;
    let since = tx.a_moment_ago();
    if let Some(same) = queries::sent_since(tx, &me, &new.title, since)?.into_iter().find(same) {
        return Ok(same);
    }
    let row = Report {
        project_id: project.map(|it| it.id.clone()),
        follows_id: follows.map(|it| it.id.clone()),
        title: new.title.clone(),
        happened_at: Some(new.happened_at),
        due_at: (!goes_on).then(|| due_after(&tx.office, new.kind, new.happened_at)),
        read_by: Some(read_by(tx, new.kind)),
        ..blank(tx, new.kind, &new.words)?
    };
    send(tx, project, row, new.words)
}

/// The task that asks somebody to report on the stage that a move ended.
pub fn asked_for(conn: &mut Conn, project: &Project, ending: &MoveRow) -> Result<Option<Task>> {
    let open = tasks::open_of(conn, &project.id)?;
    Ok(open.into_iter().find(|it| it.step.starts_with(REPORT) && it.subject_id.as_deref() == Some(&ending.id)))
}

/// The owner reports on a stage that ended, once for each time that it ended.
pub fn report_stage(tx: &mut Tx, project: &Project, ending: &MoveRow, words: Words) -> Result<Report> {
    tx.may(Deed::Report, Standing::NONE)?;
    if project.owner_id != tx.who.id {
        return Err(Error::new(Kind::Forbidden(Deed::Report.name())));
    }
    if let Some(same) = queries::of_move(tx, &ending.id)? {
        return match same.author_id == tx.who.id && same.content == words.content {
            true => Ok(same),
            false => Err(Error::refused("这个阶段已经汇报。", "This stage was reported on already.")),
        };
    }
    let Some(task) = asked_for(tx, project, ending)? else {
        return Err(Error::refused(
            "现在不需要汇报这个阶段：项目又回到了这里，或者已经结束。",
            "No report is due on this stage now: the project came back to it, or has ended.",
        ));
    };
    let stage = ending.from_stage.map_or(Stage::Directive, State::stage);
    let kind = if ending.to_stage == State::Completed { ReportKind::Completion } else { ReportKind::Stage };
    let row = Report {
        project_id: Some(project.id.clone()),
        stage: stage.code().to_owned(),
        move_id: Some(ending.id.clone()),
        due_at: task.due_on.map(|day| end_of(&tx.office, day)),
        read_by: Some(read_by(tx, kind)),
        ..blank(tx, kind, &words)?
    };
    tasks::finish(tx, project, &task.step, Some(&ending.id))?;
    send(tx, Some(project), row, words)
}

/// Somebody's week as it is recorded: what is late today, what is due until the end of the following week, and what deviated by the
/// end of this one.
pub fn draw(conn: &mut Conn, office: &Office, now: Moment, person: &str, week: Week) -> Result<Member> {
    let (today, to) = (office.zone.day(now), week.sunday());
    let period = Period { from: week.monday(), to, today, until: week.next().sunday(), deviating: today.min(to) };
    Ok(told(conn, office, period, Some(person))?.remove(person).unwrap_or_default())
}

/// The week of which somebody may report now.
pub fn reportable(office: &Office, today: NaiveDate, week: Week) -> Result<ReportedWeek> {
    let it = office.calendar.reported(week).or_not_found()?;
    match today < it.from {
        true => Err(Error::refused(
            "这一周还没有过完，最后一个工作日起可以写周报。",
            "The week is not over: it is reported on from its last working day.",
        )),
        false => Ok(it),
    }
}

/// A member reports on their week, once; what the program drew from the records is kept with it as it stands now.
pub fn report_week(tx: &mut Tx, week: Week, words: Words) -> Result<Report> {
    tx.may(Deed::ReportWeekly, Standing::NONE)?;
    let (me, today) = (tx.who.clone(), tx.today());
    if let Some(same) = queries::weekly_of(tx, &me.id, week)? {
        return match same.content == words.content {
            true => Ok(same),
            false => Err(Error::refused("这一周的周报已经报送。", "The report on this week is sent already.")),
        };
    }
    let it = reportable(&tx.office, today, week)?;
    let (office, now) = (tx.office.clone(), tx.now);
    let drawn = Member { username: me.username, name: me.name, ..draw(tx, &office, now, &me.id, week)? };
    let drawn = serde_json::to_string(&drawn)?;
    let row = Report {
        week: Some(week.to_string()),
        due_at: Some(tx.office.zone.moment(it.due)),
        seal: sha256(&drawn),
        drawn,
        ..blank(tx, ReportKind::Weekly, &words)?
    };
    send(tx, None, row, words)
}

/// The commander has read a report, and may note something on it. It decides nothing: what is to be done is a directive, a task or an
/// instruction.
pub fn read(tx: &mut Tx, before: &Report, version: i32, remark: String) -> Result<()> {
    tx.may(Deed::ReadReport, queries::standing(&tx.who, before))?;
    if before.read_at.is_some() {
        return match before.remark == remark {
            // The button was pressed twice.
            true => Ok(()),
            false => Err(Error::refused("这份汇报已经审阅。", "This report is read already.")),
        };
    }
    if before.version != version {
        return Err(Error::new(Kind::Late));
    }
    let after = Report {
        reader_id: Some(tx.who.id.clone()),
        acting_for_id: tx.who.acting_for.clone(),
        read_at: Some(tx.now),
        remark,
        ..before.clone()
    };
    let after = tx.change(Deed::ReadReport.code(), before, after)?;
    if after.remark.is_empty() {
        return Ok(());
    }
    let what = Pair("汇报上有批注", "The commander noted something on a report");
    let about = [Lang::Zh, Lang::En].map(|it| after.name(&it));
    let news = News { what, number: after.number.clone(), about, href: after.href() };
    tell(tx, &after.author_id, Reason::Remarked, &news)
}
