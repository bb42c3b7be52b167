//! Alerts as they live: streams of days in which things are recorded by the same changes as in real use, held after each of them
//! against a plain reading of the rules over the rows in the tables, which knows nothing of how the program keeps them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use diesel::prelude::*;
use fastrand::Rng;
use shuguang::clock::{Moment, Zone};
use shuguang::customers::activities::changes::{New, record as record_activity};
use shuguang::customers::model::{ActivityKind, Outcome, TargetCustomer};
use shuguang::demo::trade::chosen;
use shuguang::error::{Kind, Result};
use shuguang::office::changes::{add_days, remove_day};
use shuguang::office::forms::Days as NewDays;
use shuguang::office::queries::day as special_day;
use shuguang::projects::alerts::changes::dismiss;
use shuguang::projects::alerts::model::Alert;
use shuguang::projects::alerts::rules::Rule;
use shuguang::projects::execution::changes::note_progress;
use shuguang::projects::expenses::changes::{NewExpense, OTHER, record as spend, void as void_expense};
use shuguang::projects::expenses::model::Expense;
use shuguang::projects::model::Project;
use shuguang::projects::moves::changes::{NewMeasure, Said, carry_out};
use shuguang::projects::pipeline::{Move, State};
use shuguang::store::schema::*;
use shuguang::store::{Actor, Conn, Tx};
use shuguang::words::DayKind;

use crate::office::Office;
use crate::story::{cast, package, project_in, theme, walk};
use crate::trade::{paid, signed_on};

/// A cause: the rule, and what it is about.
type Cause = (Rule, String);

/// Days after one and up to another on which the office works, counted one by one.
fn working_days(special: &BTreeMap<NaiveDate, DayKind>, after: NaiveDate, to: NaiveDate) -> i64 {
    let works = |day: &NaiveDate| match special.get(day) {
        Some(kind) => *kind == DayKind::Workday,
        None => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
    };
    let days = after.iter_days().skip(1).take_while(|day| *day <= to);
    i64::try_from(days.filter(works).count()).unwrap_or(i64::MAX)
}

/// What lies outside the tolerance on a day, read from the tables as they stand: of activities and contracts, those up to then.
fn outside(conn: &mut Conn, id: &str, today: NaiveDate) -> Result<BTreeSet<Cause>> {
    let mut found = BTreeSet::new();
    let rows: Vec<(NaiveDate, DayKind)> =
        special_days::table.order(special_days::day).select((special_days::day, special_days::kind)).load(conn)?;
    let special: BTreeMap<NaiveDate, DayKind> = rows.into_iter().collect();
    let project: Project = projects::table.find(id).select(Project::as_select()).first(conn)?;
    let version = project.approved_id.clone().unwrap_or_default();
    let (behind, milestone, payment, idle, budget): (i32, i32, i32, i32, i32) = plan_terms::table
        .filter(plan_terms::plan_version_id.eq(&version))
        .select((
            plan_terms::behind_percent,
            plan_terms::milestone_days,
            plan_terms::payment_days,
            plan_terms::idle_days,
            plan_terms::budget_percent,
        ))
        .first(conn)?;
    let day_of = |at: Moment| Zone::SHANGHAI.day(at);
    let begun = day_of(project.entered_at);
    let start = project.starts_on.unwrap_or(begun);
    let figures: Vec<(String, String, i64, i64, NaiveDate)> = indicators::table
        .inner_join(metrics::table)
        .filter(indicators::project_id.eq(id))
        .select((indicators::id, metrics::code, indicators::value, indicators::actual, indicators::due_on))
        .load(conn)?;
    let signed: Vec<i64> = contracts::table
        .filter(contracts::project_id.eq(id))
        .filter(contracts::signed_on.le(today))
        .filter(contracts::state.ne("cancelled"))
        .select(contracts::fen)
        .load(conn)?;
    for (indicator, code, target, typed, due) in figures {
        let actual = if code == "signed_amount" { signed.iter().sum() } else { typed };
        let from = start.min(due);
        let all = i128::from((due - from).num_days().max(1));
        let passed = i128::from((today - from).num_days()).clamp(0, all);
        // Planned by now, less what was reached, against the tolerated share of the target; all times a hundred and the days.
        let planned = i128::from(target) * passed * 100;
        let allowed = (i128::from(actual) * 100 + i128::from(target) * i128::from(behind)) * all;
        if actual < target && planned > allowed {
            found.insert((Rule::Behind, indicator));
        }
    }
    let notes: Vec<(String, i32, Moment)> = progress_notes::table
        .filter(progress_notes::project_id.eq(id))
        .order((progress_notes::noted_at, progress_notes::id))
        .select((progress_notes::line_id, progress_notes::percent, progress_notes::noted_at))
        .load(conn)?;
    let steps: Vec<(String, NaiveDate)> = plan_steps::table
        .filter(plan_steps::plan_version_id.eq(&version))
        .select((plan_steps::line_id, plan_steps::ends_on))
        .load(conn)?;
    let reached = |line: &str| notes.iter().rev().find(|it| it.0 == line).map_or(0, |it| i64::from(it.1));
    for (line, due) in &steps {
        if reached(line) < 100 && working_days(&special, *due, today) > i64::from(milestone) {
            found.insert((Rule::Milestone, line.clone()));
        }
    }
    let planned: Vec<i64> =
        budget_lines::table.filter(budget_lines::plan_version_id.eq(&version)).select(budget_lines::fen).load(conn)?;
    let planned: i64 = planned.iter().sum();
    let spent: Vec<i64> = expenses::table
        .filter(expenses::project_id.eq(id))
        .filter(expenses::voided_at.is_null())
        .select(expenses::fen)
        .load(conn)?;
    let done: i64 = steps.iter().map(|(line, _)| reached(line)).sum();
    let earned = planned * done / (100 * i64::try_from(steps.len()).unwrap_or(1));
    if planned > 0 && spent.iter().sum::<i64>() - earned > planned * i64::from(budget) / 100 {
        found.insert((Rule::Budget, String::new()));
    }
    let met: Vec<NaiveDate> = activities::table
        .filter(activities::project_id.eq(id))
        .filter(activities::on_day.le(today))
        .select(activities::on_day)
        .load(conn)?;
    let last = met.into_iter().chain(notes.iter().map(|it| day_of(it.2))).chain([begun]).max().unwrap_or(begun);
    if working_days(&special, last, today) > i64::from(idle) {
        found.insert((Rule::Idle, String::new()));
    }
    let signed: Vec<String> = contracts::table
        .filter(contracts::project_id.eq(id))
        .filter(contracts::signed_on.is_not_null())
        .filter(contracts::state.ne("cancelled"))
        .select(contracts::id)
        .load(conn)?;
    for contract in signed {
        let received: Vec<i64> = receipts::table
            .filter(receipts::contract_id.eq(&contract))
            .filter(receipts::voided_at.is_null())
            .select(receipts::fen)
            .load(conn)?;
        let mut left: i64 = received.iter().sum();
        let terms: Vec<(String, NaiveDate, i64)> = payment_terms::table
            .filter(payment_terms::contract_id.eq(&contract))
            .order((payment_terms::due_on, payment_terms::position))
            .select((payment_terms::id, payment_terms::due_on, payment_terms::fen))
            .load(conn)?;
        for (term, due, fen) in terms {
            if left < fen && working_days(&special, due, today) > i64::from(payment) {
                found.insert((Rule::Payment, term));
            }
            left = (left - fen).max(0);
        }
    }
    Ok(found)
}

/// One stream: a project, the day it is, and what lies outside since when, by the plain reading.
struct Stream {
    office: Office,
    owner: Actor,
    commander: Actor,
    admin: Actor,
    id: String,
    number: String,
    rng: Rng,
    now: Moment,
    live: BTreeMap<Cause, NaiveDate>,
    /// Every cause that came and went: first day, day on which it was past.
    past: Vec<(Cause, NaiveDate, NaiveDate)>,
    /// The rules of the alerts whose first day moved, by something recorded later.
    moved: Vec<Rule>,
    /// The id of the alert that was answered, by its cause.
    answered: BTreeMap<Cause, String>,
    told: Vec<String>,
}

impl Stream {
    fn begin(seed: u64) -> Stream {
        let office = Office::open();
        let cast = cast(&office);
        let package = package(&office, &cast);
        let number = project_in(&office, &cast, &package, State::Implementation);
        let project = office.store().read(|conn| {
            Ok(projects::table.filter(projects::number.eq(&number)).select(Project::as_select()).first::<Project>(conn)?)
        });
        let project = project.unwrap_or_else(|error| panic!("{}", error.account()));
        Stream {
            owner: cast.owner.clone(),
            commander: cast.commander.clone(),
            admin: office.actor("管理员"),
            office,
            id: project.id,
            number,
            rng: Rng::with_seed(seed),
            now: project.entered_at,
            live: BTreeMap::new(),
            past: Vec::new(),
            moved: Vec::new(),
            answered: BTreeMap::new(),
            told: Vec::new(),
        }
    }

    fn today(&self) -> NaiveDate {
        Zone::SHANGHAI.day(self.now)
    }

    fn read<T>(&self, what: impl FnOnce(&mut Conn) -> Result<T>) -> T {
        self.office.store().read(what).unwrap_or_else(|error| panic!("{}", error.account()))
    }

    fn project(&self) -> Project {
        self.read(|conn| Ok(projects::table.find(&self.id).select(Project::as_select()).first(conn)?))
    }

    fn rows(&self) -> Vec<Alert> {
        self.read(|conn| Ok(alerts::table.order(alerts::id).select(Alert::as_select()).load(conn)?))
    }

    /// Changes something a few minutes later; what the rules refuse does not happen.
    fn try_it(&mut self, what: &str, who: &Actor, change: impl FnOnce(&mut Tx, &Project) -> Result<()>) {
        self.now += Duration::minutes(7);
        let id = self.id.clone();
        let done = self.office.store().write(who.clone(), self.now, |tx| {
            let project: Project = projects::table.find(&id).select(Project::as_select()).first(&mut **tx)?;
            change(tx, &project)
        });
        match done {
            Ok(()) => {
                self.told.push(format!("{} {what}", self.now));
                if self.project().stage == State::Implementation {
                    self.look_back();
                }
            }
            Err(error) if matches!(error.kind, Kind::Refused(..) | Kind::Invalid(_)) => {}
            Err(error) => panic!("{what}: {}", error.account()),
        }
        self.holds();
    }

    /// Looks back, after something of an earlier day was recorded: a deviation that there is began on the day since which it
    /// has been outside without a break, but not before it was noticed.
    fn look_back(&mut self) {
        let (today, id) = (self.today(), self.id.clone());
        let mut going: BTreeSet<Cause> = self.read(|conn| outside(conn, &id, today));
        // What was answered stays as it was when somebody answered it.
        going.retain(|cause| self.live.contains_key(cause) && !self.answered.contains_key(cause));
        let mut day = today;
        while !going.is_empty() {
            let before = day.pred_opt().expect("a day");
            going.retain(|cause| self.live[cause] <= before);
            let then = self.read(|conn| outside(conn, &id, before));
            for cause in going.iter().filter(|cause| !then.contains(*cause)) {
                self.live.insert(cause.clone(), day);
                self.moved.push(cause.0);
            }
            going.retain(|cause| then.contains(cause));
            day = before;
        }
    }

    /// Holds the rows of alerts against the plain reading.
    fn holds(&mut self) {
        let today = self.today();
        let id = self.id.clone();
        if self.project().stage == State::Implementation {
            let now = self.read(|conn| outside(conn, &id, today));
            let gone: Vec<Cause> = self.live.keys().filter(|cause| !now.contains(*cause)).cloned().collect();
            for cause in gone {
                let first = self.live.remove(&cause).expect("it was there");
                self.answered.remove(&cause);
                self.past.push((cause, first, today));
            }
            for cause in now {
                self.live.entry(cause).or_insert(today);
            }
        }
        let rows = self.rows();
        let fired: Vec<&Alert> = rows.iter().filter(|row| row.fires_on.is_some_and(|day| day <= today)).collect();
        let cause = |row: &Alert| (row.rule, row.subject_id.clone());
        let open: BTreeMap<Cause, NaiveDate> = fired
            .iter()
            .filter(|row| row.passed_on.is_none())
            .map(|row| (cause(row), row.fires_on.expect("it has fired")))
            .collect();
        let told = self.told.iter().rev().take(12).rev().cloned().collect::<Vec<_>>().join("\n");
        assert_eq!(open, self.live, "{today}, after\n{told}");
        let mut were: Vec<_> = fired.iter().filter_map(|row| Some((cause(row), row.fires_on?, row.passed_on?))).collect();
        were.sort();
        let mut past = self.past.clone();
        past.sort();
        assert_eq!(were, past, "{today}, after\n{told}");
        // Never twice for one cause, and what was answered is the same alert, still answered.
        assert_eq!(fired.len(), self.live.len() + self.past.len(), "{today}, after\n{told}");
        for (answered, id) in &self.answered {
            let same = fired.iter().find(|row| cause(row) == *answered && row.passed_on.is_none());
            assert!(same.is_some_and(|row| row.id == *id && row.answered_at.is_some()), "{answered:?} came back, {told}");
        }
    }

    /// What happens at one time of a day.
    fn something(&mut self) {
        let (owner, today) = (self.owner.clone(), self.today());
        match self.rng.u32(0..16) {
            0..=2 => {
                let line = self.read(|conn| {
                    let version = plan_versions::table.filter(plan_versions::sealed_at.is_not_null());
                    let rows = plan_steps::table.filter(plan_steps::plan_version_id.eq_any(version.select(plan_versions::id)));
                    Ok(rows.order(plan_steps::position).select(plan_steps::line_id).load::<String>(conn)?)
                });
                let line = line[self.rng.usize(0..line.len())].clone();
                let percent = [10, 30, 50, 80, 100, 100][self.rng.usize(0..6)];
                self.try_it("a milestone", &owner, |tx, project| {
                    note_progress(tx, project, &line, percent, "进展".into(), None)
                });
            }
            3..=4 => {
                let ago = self.rng.u64(0..6);
                self.call(ago);
            }
            5..=8 => {
                let fen = self.rng.i64(1..150_000);
                let new = NewExpense { line: OTHER.into(), on_day: today, fen, note: "差旅".into() };
                self.try_it("an expense", &owner, |tx, project| spend(tx, project, new));
            }
            9 => {
                let spent: Vec<Expense> = self.read(|conn| {
                    let rows = expenses::table.filter(expenses::voided_at.is_null()).order(expenses::fen.desc());
                    Ok(rows.select(Expense::as_select()).load(conn)?)
                });
                if let Some(it) = spent.first() {
                    self.try_it("an expense void", &owner, |tx, project| void_expense(tx, project, it, "重复".into()));
                }
            }
            10..=11 => {
                let due = |days: u64| today + Days::new(days);
                let parts = [
                    (due(self.rng.u64(0..8)), self.rng.i64(1..3_000_000)),
                    (due(self.rng.u64(8..30)), self.rng.i64(1..3_000_000)),
                ];
                let on_day = today - Days::new(self.rng.u64(0..25));
                self.try_it("a contract", &owner, |tx, project| signed_on(tx, project, "展台采购", &parts, on_day).map(|_| ()));
            }
            12..=13 => {
                let open: Vec<(String, i64)> = self.read(|conn| {
                    let rows = contracts::table.filter(contracts::outstanding.gt(0)).order(contracts::number);
                    Ok(rows.select((contracts::number, contracts::outstanding)).load(conn)?)
                });
                if let Some((number, open)) = open.first() {
                    let fen = if self.rng.bool() { *open } else { self.rng.i64(1..=*open) };
                    self.try_it("a receipt", &owner, |tx, _| paid(tx, number, fen));
                }
            }
            14 => self.working_days_change(),
            _ => self.dismissal(),
        }
    }

    /// A customer was called so many days ago.
    fn call(&mut self, ago: u64) {
        let (owner, on_day) = (self.owner.clone(), self.today() - Days::new(ago));
        self.try_it("an activity", &owner, |tx, project| {
            let known: Option<TargetCustomer> = target_customers::table
                .filter(target_customers::project_id.eq(&project.id))
                .filter(target_customers::step.ne("dropped"))
                .order(target_customers::id)
                .select(TargetCustomer::as_select())
                .first(&mut **tx)
                .optional()?;
            let target = match known {
                Some(target) => target,
                None => chosen(tx, project)?,
            };
            let new = New {
                kind: ActivityKind::Call,
                on_day,
                contact: None,
                with_whom: String::new(),
                said: format!("电话 {}", tx.now),
                result: Outcome::Advanced,
                next_step: String::new(),
                next_on: None,
            };
            record_activity(tx, project, &target, new).map(|_| ())
        });
    }

    /// The office's calendar changes: a day more off, past days included, or one less.
    fn working_days_change(&mut self) {
        let admin = self.admin.clone();
        let day = self.today() - Days::new(5) + Days::new(self.rng.u64(0..25));
        self.try_it("a day of the calendar", &admin, |tx, _| match special_day(tx, &day.to_string()) {
            Ok(row) => remove_day(tx, &row),
            Err(_) => {
                let new = NewDays { first: day, last: day, kind: DayKind::Holiday, name: "放假".into(), provisional: false };
                add_days(tx, &new)
            }
        });
    }

    /// The commander dismisses an alert that nobody has answered.
    fn dismissal(&mut self) {
        let (today, commander) = (self.today(), self.commander.clone());
        let open =
            |row: &Alert| row.answered_at.is_none() && row.passed_on.is_none() && row.fires_on.is_some_and(|it| it <= today);
        let Some(row) = self.rows().into_iter().find(open) else { return };
        if self.project().stage == State::Implementation {
            self.answered.insert((row.rule, row.subject_id.clone()), row.id.clone());
            self.office
                .store()
                .write(commander, self.now, |tx| {
                    let project: Project =
                        projects::table.find(&row.project_id).select(Project::as_select()).first(&mut **tx)?;
                    dismiss(tx, &project, &row, "已知，不影响目标。".into())
                })
                .unwrap_or_else(|error| panic!("{}", error.account()));
            self.holds();
        }
    }

    /// Control is opened, which answers every alert there is, and after some days the project goes on with a measure.
    fn control(&mut self) {
        let owner = self.owner.clone();
        for row in self.rows() {
            let today = self.today();
            if row.passed_on.is_none() && row.fires_on.is_some_and(|day| day <= today) {
                self.answered.insert((row.rule, row.subject_id.clone()), row.id.clone());
            }
        }
        self.try_it("control", &owner, |tx, project| {
            carry_out(tx, project, Move::OpenControl, &Said::because("落后")).map(|_| ())
        });
        for _ in 0..4 {
            self.next_day();
            self.something();
        }
        let (office, number) = (&self.office, self.number.clone());
        let cast = shuguang::demo::walk::Cast {
            commander: office.actor("周立明"),
            planner: office.actor("王芳"),
            coordinator: office.actor("张敏"),
            owner: office.actor("李伟"),
            specialists: vec![office.actor("陈静")],
        };
        let theme = theme();
        let mut along = walk(office, &cast, &theme, &number);
        along.now = self.now;
        along.account("partly", "improve").unwrap_or_else(|error| panic!("{}", error.account()));
        self.now = along.now;
        let (commander, due_on) = (self.commander.clone(), self.today() + Days::new(9));
        let measure = NewMeasure { what: "补演示".into(), person_id: owner.id.clone(), due_on };
        let said = Said { measures: vec![measure], ..Said::because("补上") };
        self.try_it("back to work", &commander, |tx, project| carry_out(tx, project, Move::Improve, &said).map(|_| ()));
        assert_eq!(self.project().stage, State::Implementation);
    }

    fn next_day(&mut self) {
        let morning = NaiveTime::from_hms_opt(9, 0, 0).expect("a time");
        let next = NaiveDateTime::new(self.today() + Days::new(1), morning);
        self.now = Zone::SHANGHAI.moment(next).max(self.now);
        self.holds();
    }
}

#[test]
fn day_by_day_the_alerts_are_what_anybody_would_read_from_the_tables() {
    let mut seen = BTreeSet::new();
    let (mut raised, mut passed, mut moved) = (0, 0, Vec::new());
    for seed in [3, 11, 29] {
        let mut stream = Stream::begin(seed);
        stream.holds();
        for day in 0..95 {
            stream.next_day();
            if day == 50 {
                stream.control();
            }
            // Some days are busy; now and then nothing happens for weeks.
            let busy = if day % 45 > 22 { 0 } else { stream.rng.usize(0..4) };
            for _ in 0..busy {
                stream.something();
            }
            if busy == 0 && stream.rng.u32(0..4) == 0 {
                // Somebody remembers a call that was never written down.
                let ago = stream.rng.u64(12..26);
                stream.call(ago);
            }
        }
        seen.extend(stream.past.iter().map(|it| it.0.0).chain(stream.live.keys().map(|it| it.0)));
        raised += stream.past.len() + stream.live.len();
        passed += stream.past.len();
        moved.extend(stream.moved);
    }
    assert_eq!(seen.len(), Rule::ALL.len(), "every rule has raised an alert: {seen:?}");
    assert!(raised > 30 && passed > 10, "{raised} raised, {passed} past");
    assert!([Rule::Behind, Rule::Idle, Rule::Payment].iter().all(|it| moved.contains(it)), "{moved:?} moved");
}
