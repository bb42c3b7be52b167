//! What every page shares: who reads it and in which language, the sidebar by role, how much waits in the inbox.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use diesel::dsl::{count, count_star};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use super::assets;
use crate::calendar::{ReportedWeek, weekday_en, weekday_zh};
use crate::clock::{Moment, minute};
use crate::error::Result;
use crate::lang::{Lang, Pair, counted};
use crate::money::digits::grouped;
use crate::money::{Money, is_money};
use crate::policy::{Deed, Standing};
use crate::quantity::Quantity;
use crate::store::compound::Compound;
use crate::store::connection::Db;
use crate::store::office::Office;
use crate::store::schema::{
    advice, attendances, consultations, handovers, meetings, notices, people, projects, reports, requests, resolutions, tasks,
};
use crate::store::{Actor, Conn};
use crate::words::Role;

/// An entry of the sidebar.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub href: &'static str,
    pub name: Pair,
    pub icon: &'static str,
    /// Which power shows it; none: everybody.
    deed: Option<Deed>,
}

/// A group of entries under a heading.
#[derive(Clone, Debug)]
pub struct Group {
    pub name: Option<Pair>,
    pub entries: Vec<Entry>,
}

const fn entry(href: &'static str, zh: &'static str, en: &'static str, icon: &'static str, deed: Option<Deed>) -> Entry {
    Entry { href, name: Pair(zh, en), icon, deed }
}

const SIDEBAR: &[(Option<Pair>, &[Entry])] = &[
    (
        None,
        &[
            entry("/", "工作台", "Desk", "desk", None),
            entry("/tasks", "待办", "Inbox", "tasks", None),
            entry("/notices", "通知", "Notices", "bell", Some(Deed::SeeProjects)),
            entry("/calendar", "日历", "Calendar", "calendar", None),
        ],
    ),
    (
        Some(Pair("业务", "Business")),
        &[
            entry("/projects", "项目", "Projects", "projects", Some(Deed::SeeProjects)),
            entry("/board", "阶段看板", "Board", "board", Some(Deed::SeeProjects)),
            entry("/plans", "行动计划", "Action plans", "plans", Some(Deed::SeePlans)),
            entry("/packages", "项目包", "Packages", "packages", Some(Deed::SeePlans)),
            entry("/alerts", "偏差预警", "Deviation alerts", "warning", Some(Deed::SeeProjects)),
            entry("/meetings", "会议", "Meetings", "meetings", Some(Deed::SeeMeetings)),
            entry("/requests", "请示", "Requests", "requests", Some(Deed::SeeProjects)),
            entry("/consultations", "咨询", "Consultations", "info", Some(Deed::SeeConsultations)),
            entry("/reports", "汇报", "Reports", "reports", Some(Deed::SeeReports)),
            entry("/duties", "督办", "Who owes what", "flag", Some(Deed::Supervise)),
            entry("/handovers", "移交单", "Hand-overs", "arrow-right", Some(Deed::SeeProjects)),
            entry("/proposals", "提案", "Proposals", "proposals", Some(Deed::SeeProjects)),
            entry("/lessons", "经验教训", "Lessons", "lessons", Some(Deed::SeeProjects)),
        ],
    ),
    (
        Some(Pair("客户与合同", "Customers and contracts")),
        &[
            entry("/customers", "客户", "Customers", "customers", Some(Deed::SeeCustomers)),
            entry("/activities", "客户活动", "Activities", "calendar", Some(Deed::SeeCustomers)),
            entry("/objections", "客户异议", "Objections", "flag", Some(Deed::SeeCustomers)),
            entry("/contracts", "合同", "Contracts", "contracts", Some(Deed::SeeProjects)),
            entry("/orders", "订单", "Orders", "inbox", Some(Deed::SeeProjects)),
        ],
    ),
    (
        Some(Pair("部门", "Department")),
        &[
            entry("/people", "人员", "People", "people", None),
            entry("/appraisals", "考核", "Appraisals", "summaries", Some(Deed::SeeAppraisals)),
            entry("/rewards", "奖励台账", "Ledger of rewards", "check", Some(Deed::SeeProjects)),
            entry("/handbook", "手册", "Handbook", "handbook", None),
            entry("/admin", "管理", "Administration", "settings", Some(Deed::KeepOffice)),
            entry("/admin/trail", "留痕", "Trail", "history", Some(Deed::SeeTrail)),
        ],
    ),
];

/// What a page knows of its reader and surroundings. Templates call it `s`.
#[derive(Clone, Debug)]
pub struct Shell {
    pub lang: Lang,
    pub me: Option<Actor>,
    pub groups: Vec<Group>,
    /// Tasks and decisions that wait for the reader, and how many of them are late.
    pub waiting: i64,
    pub late: i64,
    /// Notices that the reader has not read.
    pub unread: i64,
    pub flash: Option<String>,
    pub path: String,
    /// The page with its question, to come back to.
    pub here: String,
    pub office: Arc<Office>,
    pub today: NaiveDate,
    /// By the office's clock.
    pub now: NaiveDateTime,
}

impl Shell {
    /// The shell of a page for somebody who is not signed in.
    pub fn outside(lang: Lang, path: &str, office: Arc<Office>, today: NaiveDate) -> Shell {
        let (path, here, now) = (path.to_owned(), path.to_owned(), today.and_time(NaiveTime::MIN));
        Shell {
            lang,
            me: None,
            groups: Vec::new(),
            waiting: 0,
            late: 0,
            unread: 0,
            flash: None,
            path,
            here,
            office,
            today,
            now,
        }
    }

    /// The shell of a page for this person.
    pub fn inside(
        conn: &mut Conn,
        me: Actor,
        flash: Option<String>,
        path: &str,
        office: Arc<Office>,
        now: NaiveDateTime,
    ) -> Result<Shell> {
        let today = now.date();
        let Counts { waiting, late, unread } = counts(conn, &me, &office, now)?;
        let groups = SIDEBAR
            .iter()
            .map(|(name, entries)| Group {
                name: *name,
                entries: entries.iter().filter(|it| it.deed.is_none_or(|deed| sees(&me, deed))).copied().collect(),
            })
            .collect();
        let (path, here) = (path.to_owned(), path.to_owned());
        Ok(Shell { lang: me.lang, me: Some(me), groups, waiting, late, unread, flash, path, here, office, today, now })
    }

    /// The one of two texts that the reader reads.
    pub fn t<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.of(zh, en)
    }

    /// A pair as the reader reads it.
    pub fn say(&self, pair: impl Given<Pair>) -> &'static str {
        self.lang.say(pair.given())
    }

    /// `2026-11-23 周一`.
    pub fn day(&self, day: impl Given<NaiveDate>) -> String {
        let day = day.given();
        let weekday = match self.lang {
            Lang::Zh => weekday_zh(day),
            Lang::En => weekday_en(day),
        };
        format!("{} {weekday}", day.format("%Y-%m-%d"))
    }

    /// What is said beside a due date that no working day is.
    pub fn rests_on(&self, day: impl Given<NaiveDate>) -> Option<&'static str> {
        let rests = !self.office.calendar.is_working(day.given());
        rests.then(|| self.say(Pair("非工作日", "not a working day")))
    }

    /// The same, or a dash.
    pub fn some_day(&self, day: &Option<NaiveDate>) -> String {
        day.as_ref().map_or_else(|| "—".to_owned(), |day| self.day(day))
    }

    /// The office's day of a moment: `2026-11-23 周一`.
    pub fn day_of(&self, at: impl Given<Moment>) -> String {
        self.day(self.office.zone.day(at.given()))
    }

    /// `2026-11-23 09:05` on the office's clock.
    pub fn minute(&self, at: impl Given<Moment>) -> String {
        minute(self.office.zone.local(at.given()))
    }

    /// `11-23`, for narrow places.
    pub fn short_day(&self, at: impl Given<Moment>) -> String {
        self.office.zone.day(at.given()).format("%m-%d").to_string()
    }

    /// Working days since a due date; 0 on the day itself and on free days after it.
    pub fn days_late(&self, due: impl Given<NaiveDate>) -> u32 {
        self.office.calendar.days_late(due.given(), self.today)
    }

    /// `第 2 轮`.
    pub fn round(&self, round: impl Given<i32>) -> String {
        let round = round.given();
        match self.lang {
            Lang::Zh => format!("第 {round} 轮"),
            Lang::En => format!("Round {round}"),
        }
    }

    /// The machine-readable form of a moment for `<time datetime>`.
    pub fn datetime(&self, at: impl Given<Moment>) -> String {
        at.given().format("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// `1,234.50 元`.
    pub fn money(&self, fen: impl Given<i64>) -> String {
        format!("{} {}", Money(fen.given()).yuan(), self.t("元", "yuan"))
    }

    /// Money for a glance: from ten thousand yuan on `123.4 万元`, in English from a million on `1.234m yuan`, both exact to a
    /// hundred yuan; below that in yuan.
    pub fn money_short(&self, fen: impl Given<i64>) -> String {
        let fen = fen.given();
        let plain = |text: String| text.trim_end_matches('0').trim_end_matches('.').to_owned();
        match self.lang {
            Lang::Zh if fen.unsigned_abs() >= 1_000_000 => format!("{} 万元", plain(Money(fen).wan())),
            Lang::En if fen.unsigned_abs() >= 100_000_000 => {
                let (minus, hundreds) = (if fen < 0 { "-" } else { "" }, (fen.unsigned_abs() + 5_000) / 10_000);
                format!("{minus}{}m yuan", plain(format!("{}.{:04}", grouped(hundreds / 10_000), hundreds % 10_000)))
            }
            _ => format!("{} {}", plain(Money(fen).yuan()), self.t("元", "yuan")),
        }
    }

    /// `3 人`, in English `3 members`.
    pub fn so_many(&self, count: impl Given<i64>, zh: &str, one: &str) -> String {
        match self.lang {
            Lang::Zh => format!("{} {zh}", count.given()),
            Lang::En => counted(count.given(), one),
        }
    }

    /// `12.5`.
    pub fn quantity(&self, hundredths: impl Given<i64>) -> String {
        Quantity(hundredths.given()).to_string()
    }

    /// A figure with its metric's unit, in Chinese and in English: money as money, all else as a quantity.
    pub fn measured(&self, hundredths: i64, zh: &str, en: &str) -> String {
        if is_money(zh) { self.money(hundredths) } else { format!("{} {}", Quantity(hundredths), self.t(zh, en)) }
    }

    /// Whether an entry of the sidebar is where the reader is.
    pub fn is_here(&self, href: &str) -> bool {
        match href {
            "/" => self.path == "/",
            // The trail has an entry of its own: the commander sees it too.
            "/admin" if self.path == "/admin/trail" => false,
            href => self.path == href || self.path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')),
        }
    }

    /// The reader's name; empty outside.
    pub fn my_name(&self) -> &str {
        self.me.as_ref().map_or("", |me| &me.name)
    }

    /// The reader's account name; empty outside.
    pub fn my_username(&self) -> &str {
        self.me.as_ref().map_or("", |me| &me.username)
    }

    /// The reader's roles today, in words.
    pub fn my_roles(&self) -> String {
        let Some(me) = &self.me else { return String::new() };
        if me.resting.is_some() {
            return self.t("总指挥（代理期间）", "Commander (somebody acts)").to_owned();
        }
        let names = me.roles.iter().map(|role| match (role, &me.acting_for) {
            (Role::Commander, Some(_)) => self.t("代理总指挥", "Acting commander"),
            (role, _) => self.lang.say(role.name()),
        });
        names.collect::<Vec<_>>().join(self.t("、", ", "))
    }

    /// Who did something, and for whom: `赵强（代 周立明）`.
    pub fn signed(&self, person: &str, commander: Option<&str>) -> String {
        match (commander, self.lang) {
            (None, _) => person.to_owned(),
            (Some(commander), Lang::Zh) => format!("{person}（代 {commander}）"),
            (Some(commander), Lang::En) => format!("{person} (for {commander})"),
        }
    }

    /// Whether the reader may do this to what is nobody's in particular.
    pub fn may(&self, deed: Deed) -> bool {
        self.me.as_ref().is_some_and(|me| me.may(deed, Standing::NONE).is_some())
    }

    /// Whether there are projects to search for.
    pub fn can_search(&self) -> bool {
        self.may(Deed::SeeProjects)
    }

    /// What the inbox is called for somebody who does not see its number.
    pub fn inbox_label(&self) -> String {
        self.counts().inbox_label(self.lang)
    }

    fn counts(&self) -> Counts {
        Counts { waiting: self.waiting, late: self.late, unread: self.unread }
    }

    /// What the notices are called for somebody who does not see their number.
    pub fn notices_label(&self) -> String {
        self.counts().notices_label(self.lang)
    }

    /// The number beside an entry of the sidebar, its tone, and whether it is nought; none where nothing is counted.
    pub fn counted(&self, href: &str) -> Option<(i64, &'static str, bool)> {
        match href {
            "/tasks" => Some((self.waiting, self.inbox_tone(), self.waiting == 0)),
            "/notices" => Some((self.unread, "dawn", self.unread == 0)),
            _ => None,
        }
    }

    /// The tone of the inbox's number.
    pub fn inbox_tone(&self) -> &'static str {
        if self.late > 0 { "late" } else { "dawn" }
    }

    /// The limit of a text in words.
    pub fn at_most(&self, max: impl Given<i32>) -> String {
        match self.lang {
            Lang::Zh => format!("最多 {} 字", max.given()),
            Lang::En => format!("At most {} characters", max.given()),
        }
    }

    /// A word for a form of a new entry, different each time.
    pub fn once(&self) -> String {
        let mut word = [0_u8; 12];
        // Without it the form works on, and what is the same within seconds counts once.
        match getrandom::fill(&mut word) {
            Ok(()) => word.iter().map(|byte| format!("{byte:02x}")).collect(),
            Err(_) => String::new(),
        }
    }

    /// The other language, to switch to.
    pub fn other_lang(&self) -> Lang {
        match self.lang {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        }
    }

    /// Address of the styles.
    pub fn style(&self) -> &'static str {
        assets::style()
    }

    /// Address of the script.
    pub fn script(&self) -> &'static str {
        assets::script()
    }

    /// Address of the sprite of icons.
    pub fn icons(&self) -> &'static str {
        assets::icons()
    }

    /// Address of the tab's icon.
    pub fn favicon(&self) -> &'static str {
        assets::favicon()
    }
}

/// Whether somebody sees all of something, or at least what is their own or what they look after.
fn sees(me: &Actor, deed: Deed) -> bool {
    [Standing::NONE, Standing { coordinates: true, ..Standing::OWNER }].iter().any(|standing| me.may(deed, *standing).is_some())
}

/// The codes under which tasks wait for somebody who is not named in them.
pub fn shared_roles(me: &Actor) -> Vec<&'static str> {
    me.roles
        .iter()
        .filter(|role| matches!(role, Role::Planner | Role::Specialist | Role::Commander))
        .map(|role| role.code())
        .collect()
}

/// Open tasks of somebody: theirs by name, or by a role where nobody is named. The commander's own steps that end in a decision
/// (1.2, 5.4) are not among them: their projects are.
pub fn open_tasks_of(me: &Actor) -> tasks::BoxedQuery<'static, Db> {
    let theirs: Mine = Box::new(tasks::person_id.eq(me.id.clone()).assume_not_null());
    // One comparison each: a statement with a list of values in it is never kept prepared, and this is asked for every page.
    let mine = shared_roles(me)
        .into_iter()
        .fold(theirs, |mine, role| Box::new(mine.or(tasks::person_id.is_null().and(tasks::role.eq(role)))));
    tasks::table
        .filter(tasks::state.eq("open"))
        .filter(mine)
        .filter(tasks::step.ne("1.2").and(tasks::step.ne("5.4")))
        .into_boxed()
}

/// A condition over the tasks' table.
type Mine = Box<dyn BoxableExpression<tasks::table, Db, SqlType = Bool>>;

/// Projects that wait for a decision of this person, or for a move of theirs that no open task stands for: what they own and
/// what is to be acknowledged, or is planned and waits to be submitted. Nobody decides on a project that they own.
pub fn held_by(me: &Actor) -> projects::BoxedQuery<'static, Db> {
    let owned = projects::owner_id.eq(me.id.clone());
    let steps = tasks::table
        .filter(tasks::project_id.eq(projects::id))
        .filter(tasks::state.eq("open"))
        .filter(tasks::step.eq("2.1").or(tasks::step.eq("2.2")).or(tasks::step.eq("2.3")));
    let moves = projects::stage
        .eq("directive_issued")
        .or(projects::stage.eq("planning").and(diesel::dsl::not(diesel::dsl::exists(steps))));
    let mine = projects::holder.eq("owner").and(owned.clone()).and(moves);
    let rows = projects::table.into_boxed();
    if let Some(stand_in) = &me.resting {
        // What is the stand-in's own stays with the commander.
        return rows.filter(projects::holder.eq("commander").and(projects::owner_id.eq(stand_in.clone())).or(mine));
    }
    match me.is(Role::Commander) {
        true => rows.filter(projects::holder.eq("commander").and(projects::owner_id.ne(me.id.clone())).or(mine)),
        false => rows.filter(mine),
    }
}

/// Requests that wait for this person: for the commander's answer, or for the asker to confirm one. Nobody answers what they
/// asked themselves, or what is about a project of their own.
pub fn requests_for(me: &Actor) -> requests::BoxedQuery<'static, Db> {
    let to_confirm = requests::state.eq("answered").and(requests::asker_id.eq(me.id.clone()));
    let of = |id: &str| {
        let owned = projects::table.filter(projects::owner_id.eq(id.to_owned())).select(projects::id.nullable());
        let about = requests::project_id.is_not_null().and(requests::project_id.eq_any(owned).assume_not_null());
        requests::asker_id.eq(id.to_owned()).or(about)
    };
    let open = || requests::answered_at.is_null().and(requests::state.eq("open"));
    let rows = requests::table.into_boxed();
    match (&me.resting, me.is(Role::Commander)) {
        // What is the stand-in's own stays with the commander.
        (Some(stand_in), _) => rows.filter(open().and(of(stand_in)).or(to_confirm)),
        (None, true) => rows.filter(open().and(diesel::dsl::not(of(&me.id))).or(to_confirm)),
        (None, false) => rows.filter(to_confirm),
    }
}

/// Requests on which this person is to give advice: the planning assistants, but not on their own.
pub fn advice_for(me: &Actor) -> advice::BoxedQuery<'static, Db> {
    let rows = advice::table.filter(advice::given_at.is_null()).into_boxed();
    let open = requests::table
        .filter(requests::state.eq("open"))
        .filter(requests::answered_at.is_null())
        .filter(requests::asker_id.ne(me.id.clone()))
        .select(requests::id);
    match me.is(Role::Planner) {
        true => rows.filter(advice::request_id.eq_any(open)),
        false => rows.filter(advice::version.lt(0)),
    }
}

/// Consultations that wait for this person: for the planning assistants' answer, but not to their own; or, answered, for their asker.
pub fn consultations_for(me: &Actor) -> consultations::BoxedQuery<'static, Db> {
    let to_decide = consultations::state.eq("answered").and(consultations::asker_id.eq(me.id.clone()));
    let to_answer = consultations::state.eq("open").and(consultations::asker_id.ne(me.id.clone()));
    match me.may(Deed::AnswerConsultation, Standing::NONE) {
        Some(_) => consultations::table.filter(to_answer.or(to_decide)).into_boxed(),
        None => consultations::table.filter(to_decide).into_boxed(),
    }
}

/// Hand-overs that this person has still to confirm: to have received them, or to have explained them.
pub fn handovers_for(me: &Actor) -> handovers::BoxedQuery<'static, Db> {
    let taker = handovers::taker_id.eq(me.id.clone()).and(handovers::taker_confirmed_at.is_null());
    let giver = handovers::giver_id.eq(me.id.clone()).and(handovers::giver_confirmed_at.is_null());
    handovers::table.filter(taker.or(giver)).into_boxed()
}

/// Resolutions that this person answers for, of meetings whose minutes are published.
pub fn resolutions_for(me: &Actor) -> resolutions::BoxedQuery<'static, Db> {
    let published = meetings::table.filter(meetings::id.eq(resolutions::meeting_id)).filter(meetings::state.eq("published"));
    resolutions::table
        .filter(resolutions::state.eq("open"))
        .filter(resolutions::holder_id.eq(me.id.clone()))
        .filter(resolutions::kind.ne("information").assume_not_null())
        .filter(diesel::dsl::exists(published))
        .into_boxed()
}

/// Published minutes that this person has still to read.
pub fn unread_for(me: &Actor) -> meetings::BoxedQuery<'static, Db> {
    let mine = attendances::table
        .filter(attendances::person_id.eq(me.id.clone()))
        .filter(attendances::read_at.is_null())
        .select(attendances::meeting_id);
    meetings::table.filter(meetings::id.eq_any(mine)).filter(meetings::state.eq("published")).into_boxed()
}

/// Minutes that this person has still to publish: whoever convened a meeting, or the coordinators.
pub fn minutes_for(me: &Actor) -> meetings::BoxedQuery<'static, Db> {
    let written = meetings::state.eq("in_session").or(meetings::state.eq("minutes"));
    let theirs = meetings::convened_by.eq(me.id.clone()).assume_not_null();
    let rows = meetings::table.filter(written).into_boxed();
    match me.is(Role::Coordinator) {
        true => rows.filter(meetings::kind.ne("special").or(theirs)),
        false => rows.filter(theirs),
    }
}

/// Reports that this person is to read: the commander, but not their own. Weekly ones are laid before the meeting.
pub fn reports_for(me: &Actor) -> reports::BoxedQuery<'static, Db> {
    let unread = reports::read_at.is_null().and(reports::read_by.is_not_null());
    let rows = reports::table.filter(unread).into_boxed();
    match (&me.resting, me.is(Role::Commander)) {
        // What is the stand-in's own stays with the commander.
        (Some(stand_in), _) => rows.filter(reports::author_id.eq(stand_in.clone())),
        (None, true) => rows.filter(reports::author_id.ne(me.id.clone())),
        (None, false) => rows.filter(reports::version.lt(0)),
    }
}

/// Weekly reports that this person is to read, a week at a time: the commander, but not their own. They have no day.
pub fn weeklies_for(me: &Actor) -> reports::BoxedQuery<'static, Db> {
    let unread = reports::read_at.is_null().and(reports::read_by.is_null()).and(reports::week.is_not_null());
    let rows = reports::table.filter(unread).into_boxed();
    match (&me.resting, me.is(Role::Commander)) {
        // What is the stand-in's own stays with the commander.
        (Some(stand_in), _) => rows.filter(reports::author_id.eq(stand_in.clone())),
        (None, true) => rows.filter(reports::author_id.ne(me.id.clone())),
        (None, false) => rows.filter(reports::version.lt(0)),
    }
}

/// This person's own row, as long as they owe the report on a week: they were there before it was over, and have sent none.
pub fn weekly_for(me: &Actor, office: &Office, week: &Option<ReportedWeek>) -> people::BoxedQuery<'static, Db> {
    let rows = people::table.filter(people::id.eq(me.id.clone())).into_boxed();
    match week {
        Some(it) if me.may(Deed::ReportWeekly, Standing::NONE).is_some() => {
            let sent = reports::table
                .filter(reports::week.eq(it.week.to_string()).assume_not_null())
                .filter(reports::author_id.eq(people::id));
            let over = it.week.next().monday().and_time(chrono::NaiveTime::MIN);
            rows.filter(people::created_at.lt(office.zone.moment(over))).filter(diesel::dsl::not(diesel::dsl::exists(sent)))
        }
        _ => rows.filter(people::version.lt(0)),
    }
}

/// Whether the commander's answer is overdue, or that it is confirmed.
pub fn late_request(today: NaiveDate) -> Box<dyn BoxableExpression<requests::table, Db, SqlType = Bool>> {
    let unanswered = requests::answered_at.is_null().and(requests::due_on.lt(today));
    let unconfirmed = requests::answered_at.is_not_null().and(requests::confirm_by.lt(today)).assume_not_null();
    Box::new(unanswered.or(unconfirmed))
}

/// What somebody was told and may still hear of: what concerned them as the one who decides, only as long as they see requests; as
/// the one who is consulted, only as long as they are.
pub fn notices_for(me: &Actor) -> notices::BoxedQuery<'static, Db> {
    let rows = notices::table.filter(notices::person_id.eq(me.id.clone())).into_boxed();
    let rows = match me.may(Deed::SeeRequests, Standing::NONE) {
        Some(_) => rows,
        None => rows.filter(notices::reason.ne("asked").and(notices::reason.ne("reported"))),
    };
    let rows = match me.may(Deed::AnswerConsultation, Standing::NONE) {
        Some(_) => rows,
        None => rows.filter(notices::reason.ne("consulted")),
    };
    match me.may(Deed::SeeProjects, Standing::NONE) {
        Some(_) => rows,
        None => rows.filter(notices::reason.eq("")),
    }
}

/// What the numbers beside the inbox and the notices say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tasks and decisions that wait, and how many of them are late.
    pub waiting: i64,
    pub late: i64,
    pub unread: i64,
}

impl Counts {
    /// What the inbox is called for somebody who does not see its number.
    pub fn inbox_label(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("待办 {} 件，逾期 {} 件", self.waiting, self.late),
            Lang::En => format!("Inbox: {} waiting, {} overdue", self.waiting, self.late),
        }
    }

    /// What the notices are called for somebody who does not see their number.
    pub fn notices_label(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("通知 {} 条未读", self.unread),
            Lang::En => format!("Notices: {} unread", self.unread),
        }
    }
}

/// How many of something, and how many of them are late.
type Counted = Compound<(BigInt, BigInt)>;

/// How many things wait for somebody, how many of them are late, and how many notices are unread: one question.
pub fn counts(conn: &mut Conn, me: &Actor, office: &Office, now: NaiveDateTime) -> Result<Counts> {
    // The row of the notices says so.
    const NOTICES: i64 = -1;
    let mut all = Counted::default();
    steps(&mut all, me, now.date());
    asked(&mut all, me, now.date());
    met(&mut all, me, now.date());
    told(&mut all, me, office, now);
    let unread = notices_for(me).filter(notices::read_at.is_null());
    all.add(unread.select((count_star(), NOTICES.into_sql::<BigInt>())));
    let rows: Vec<(i64, i64)> = all.rows(conn)?;
    Ok(rows.into_iter().fold(Counts::default(), |all, (count, late)| match late {
        NOTICES => Counts { unread: count, ..all },
        _ => Counts { waiting: all.waiting + count, late: all.late + late, ..all },
    }))
}

/// Tasks, projects, hand-overs.
fn steps(all: &mut Counted, me: &Actor, today: NaiveDate) {
    let late = tasks::due_on.lt(today).assume_not_null();
    all.add(open_tasks_of(me).select((count_star(), count(tasks::due_on).aggregate_filter(late))));
    let late = projects::due_on.lt(today).assume_not_null();
    all.add(held_by(me).select((count_star(), count(projects::due_on).aggregate_filter(late))));
    let late = handovers::due_on.lt(today);
    all.add(handovers_for(me).select((count_star(), count(handovers::due_on).aggregate_filter(late))));
}

/// Requests, advice, consultations.
fn asked(all: &mut Counted, me: &Actor, today: NaiveDate) {
    all.add(requests_for(me).select((count_star(), count(requests::due_on).aggregate_filter(late_request(today)))));
    let late = advice::due_on.lt(today);
    all.add(advice_for(me).select((count_star(), count(advice::due_on).aggregate_filter(late))));
    let late = consultations::due_on.lt(today).assume_not_null();
    all.add(consultations_for(me).select((count_star(), count(consultations::due_on).aggregate_filter(late))));
}

/// Resolutions, minutes to read and to publish.
fn met(all: &mut Counted, me: &Actor, today: NaiveDate) {
    let late = resolutions::due_on.lt(today).assume_not_null();
    all.add(resolutions_for(me).select((count_star(), count(resolutions::due_on).aggregate_filter(late))));
    let late = meetings::read_by.lt(today).assume_not_null();
    all.add(unread_for(me).select((count_star(), count(meetings::read_by).aggregate_filter(late))));
    let late = meetings::publish_by.lt(today).assume_not_null();
    all.add(minutes_for(me).select((count_star(), count(meetings::publish_by).aggregate_filter(late))));
}

/// Reports to read, and weeks to report on.
fn told(all: &mut Counted, me: &Actor, office: &Office, now: NaiveDateTime) {
    let late = reports::read_by.lt(now.date()).assume_not_null();
    all.add(reports_for(me).select((count_star(), count(reports::read_by).aggregate_filter(late))));
    all.add(weeklies_for(me).select((count(reports::week).aggregate_distinct(), 0_i64.into_sql::<BigInt>())));
    for week in &office.calendar.reported_weeks(now.date()) {
        let late = week.is_some_and(|it| it.due < now).into_sql::<Bool>();
        all.add(weekly_for(me, office, week).select((count_star(), count(people::id).aggregate_filter(late))));
    }
}

/// An icon of the sprite. Its name is always one from our own source, so that it may stand in a page as it is.
#[derive(Clone, Copy, Debug)]
pub struct Icon(&'static str);

impl std::fmt::Display for Icon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, r##"<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>"##, assets::icons(), self.0)
    }
}

impl askama::filters::HtmlSafe for Icon {}

impl Shell {
    /// An icon of the sprite (`static/icons/icons.svg`).
    pub fn icon(&self, name: &'static str) -> Icon {
        Icon(name)
    }
}

/// A small value as templates hand it over: askama gives fields by reference (of a reference, in loops) and the answers of
/// methods by value.
pub trait Given<T> {
    /// The value.
    fn given(&self) -> T;
}

impl<T, U: Given<T> + ?Sized> Given<T> for &U {
    fn given(&self) -> T {
        (**self).given()
    }
}

macro_rules! given {
    ($($kind:ty),+) => {$(
        impl Given<$kind> for $kind {
            fn given(&self) -> $kind {
                *self
            }
        }
    )+};
}

given!(Pair, NaiveDate, Moment, i64, i32);
