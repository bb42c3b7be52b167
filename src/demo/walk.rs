//! One project's road, step by step, by the people whose steps they are. Each function does in one transaction what a person
//! does on one page.

use chrono::{Duration, NaiveDate, Timelike};
use diesel::prelude::*;
use serde_json::{Map, Value};

use super::dealings::{Contact, happen};
use super::hearings;
use super::reach::reach;
use super::trade::{Trade, trade};
use crate::clock::Moment;
use crate::error::{Error, Result};
use crate::projects::control::changes::finish_measure;
use crate::projects::control::queries::measures;
use crate::projects::deliberation::changes::{NewMethod, NewOpinion, NewStandard, defend, give_opinion, write_standards};
use crate::projects::deliberation::model::Stance;
use crate::projects::deliberation::queries::opinions;
use crate::projects::directive::changes::ask;
use crate::projects::evaluation::changes::{NewEvaluation, evaluate};
use crate::projects::evaluation::queries::{Of, newest};
use crate::projects::execution::changes::note_progress;
use crate::projects::expenses;
use crate::projects::expenses::changes::{NewExpense, OTHER};
use crate::projects::expenses::queries::{budget, by_title};
use crate::projects::model::Project;
use crate::projects::monitoring::changes::{
    Judgement, NewSummary, accept_point, check_point, judge_summary, promise, reward, write_summary,
};
use crate::projects::monitoring::model::Verdict;
use crate::projects::monitoring::queries::{points, reward as rewarded, summary};
use crate::projects::moves::changes::{Said, carry_out};
use crate::projects::pipeline::Move;
use crate::projects::planning::changes::{Draft, DraftStep, write};
use crate::projects::planning::queries as plans;
use crate::projects::records::changes::{conclude, record};
use crate::projects::records::queries::subjects;
use crate::projects::steps::Step;
use crate::proposals::changes::{NewProposal, decide, draft, give_idea, record_lesson, submit};
use crate::proposals::model::{LessonKind, Proposal, ProposalState};
use crate::store::office::Office;
use crate::store::schema::{indicators, projects};
use crate::store::{Actor, Store, Tx};

/// Who takes part in a project's road.
#[derive(Clone, Debug)]
pub struct Cast {
    pub commander: Actor,
    pub planner: Actor,
    pub coordinator: Actor,
    pub owner: Actor,
    pub specialists: Vec<Actor>,
}

/// What a project is about, in the words of those who work on it.
#[derive(Clone, Debug)]
pub struct Theme {
    pub goal: String,
    pub customers: String,
    pub sources: Vec<(String, &'static str, String)>,
    pub actions: Vec<String>,
    pub milestones: Vec<String>,
    pub budget: Vec<(String, i64)>,
    pub dissent: String,
    /// Whether the commander accepts what is proposed at the end.
    pub accepted: bool,
    /// What happens with customers, in this order.
    pub contacts: Vec<Contact>,
}

/// A project on its road, and the time at which the next thing happens.
pub struct Walk<'a> {
    pub store: &'a Store,
    pub cast: &'a Cast,
    pub theme: &'a Theme,
    pub project: String,
    pub now: Moment,
    /// Nothing happens after this.
    latest: Moment,
    /// The contracts that come of it, when execution begins.
    trades: Vec<Trade>,
}

/// A step's fields by name.
fn values(pairs: &[(&str, &str)]) -> Map<String, Value> {
    pairs.iter().map(|(name, text)| ((*name).to_owned(), Value::String((*text).to_owned()))).collect()
}

impl<'a> Walk<'a> {
    /// A walk along the road of this project, from now on.
    pub fn new(store: &'a Store, cast: &'a Cast, theme: &'a Theme, project: String, now: Moment) -> Walk<'a> {
        Walk { store, cast, theme, project, now, latest: Moment::MAX, trades: Vec::new() }
    }

    /// The same, where nothing happens after this moment.
    pub fn up_to(self, latest: Moment) -> Walk<'a> {
        Walk { now: self.now.min(latest), latest, ..self }
    }

    /// The same, where these contracts come of it.
    pub fn with_contracts(self, trades: &[Trade]) -> Walk<'a> {
        Walk { trades: trades.to_vec(), ..self }
    }

    /// The office's day.
    pub fn today(&self) -> Result<NaiveDate> {
        Ok(self.store.office()?.zone.day(self.now))
    }

    /// Time passes: so many hours, and on to when the office works again.
    pub fn after(&mut self, hours: i64) -> &mut Self {
        let later = self.now.checked_add_signed(Duration::hours(hours)).unwrap_or(self.latest);
        self.now = self.store.office().map_or(later, |office| at_work(&office, later)).min(self.latest);
        self
    }

    /// Changes something of the project as this person.
    pub fn write<T>(&self, who: &Actor, change: impl FnOnce(&mut crate::store::Tx, &Project) -> Result<T>) -> Result<T> {
        self.store.write(who.clone(), self.now, |tx| {
            let project: Project = projects::table.find(&self.project).select(Project::as_select()).first(&mut **tx)?;
            change(tx, &project)
        })
    }

    /// The project as it stands now.
    pub fn project(&self) -> Result<Project> {
        self.store.read(|conn| Ok(projects::table.find(&self.project).select(Project::as_select()).first(conn)?))
    }

    /// Makes a move with nothing but a reason to say.
    pub fn go(&self, who: &Actor, code: Move, reason: &str) -> Result<()> {
        self.say(who, code, &Said::because(reason))
    }

    /// Makes a move.
    pub fn say(&self, who: &Actor, code: Move, said: &Said) -> Result<()> {
        self.write(who, |tx, project| carry_out(tx, project, code, said).map(|_| ()))?;
        self.report()
    }

    /// The owner reports on the stage that the last move ended, some hours after it; what ended just now is still to be reported on.
    fn report(&self) -> Result<()> {
        let office = self.store.office()?;
        let at = at_work(&office, self.now.checked_add_signed(Duration::hours(4)).unwrap_or(self.now));
        if at + Duration::hours(20) > self.latest {
            return Ok(());
        }
        self.store.write(self.cast.owner.clone(), at, |tx| {
            let project: Project = projects::table.find(&self.project).select(Project::as_select()).first(&mut **tx)?;
            super::reports::stage(tx, &project)
        })
    }

    /// Records a step about one subject.
    pub fn step(&self, who: &Actor, step: Step, subject: &str, fields: &[(&str, &str)]) -> Result<()> {
        self.write(who, |tx, project| record(tx, project, step, subject, values(fields)))
    }

    /// Records a step about each of its subjects; `fields` are the same for each.
    pub fn each(&self, who: &Actor, step: Step, fields: &[(&str, &str)]) -> Result<()> {
        let project = self.project()?;
        for subject in self.store.read(|conn| subjects(conn, &project, step))? {
            self.step(who, step, &subject.key, fields)?;
        }
        Ok(())
    }

    /// 2.1–2.3: sources, surroundings, the plan with all seven sections.
    pub fn plan(&mut self) -> Result<()> {
        let day = (self.now - Duration::days(1)).date().to_string();
        for (source, kind, finding) in &self.theme.sources {
            self.step(
                &self.cast.owner,
                Step::S2_1,
                "",
                &[("source", source), ("kind", kind), ("on", &day), ("finding", finding)],
            )?;
            self.now += Duration::minutes(20);
        }
        self.write(&self.cast.owner, |tx, project| conclude(tx, project, Step::S2_1))?;
        self.after(5);
        let theme = self.theme;
        self.step(
            &self.cast.owner,
            Step::S2_2,
            "",
            &[
                ("customers", &theme.customers),
                ("competitors", "同类供应商三家，价格接近，交货期普遍较长。"),
                ("surroundings", "年底采购集中，预算在十二月上旬审定。"),
                ("strengths", "一站式服务，从首次接触到使用都由同一人负责。"),
                ("risks", "新客户对我方尚不了解，首单议价时间可能偏长。"),
            ],
        )?;
        self.after(18);
        self.draft("")?;
        self.step(
            &self.cast.owner,
            Step::S2_3,
            "",
            &[
                ("convened_on", &self.now.date().to_string()),
                ("present", "项目负责人、销售计调"),
                ("agreed", "按里程碑分段推进，先小批量试用，再谈年度合同。"),
            ],
        )?;
        self.after(2);
        Ok(())
    }

    /// 2.1 begun: the sources so far.
    pub fn gather(&mut self) -> Result<()> {
        let day = (self.now - Duration::days(1)).date().to_string();
        for (source, kind, finding) in self.theme.sources.iter().take(2) {
            self.step(
                &self.cast.owner,
                Step::S2_1,
                "",
                &[("source", source), ("kind", kind), ("on", &day), ("finding", finding)],
            )?;
            self.now += Duration::minutes(20);
        }
        Ok(())
    }

    /// Writes the plan's draft; `revision` is added to its strategy.
    pub fn draft(&self, revision: &str) -> Result<()> {
        let theme = self.theme;
        self.write(&self.cast.owner, |tx, project| {
            let newest = plans::newest(tx, &project.id)?;
            let version = newest.as_ref().filter(|it| it.sealed_at.is_none()).map_or(0, |it| it.version);
            let lines = match &newest {
                Some(newest) => plans::steps(tx, &newest.id)?.into_iter().map(|it| it.line_id).collect(),
                None => Vec::new(),
            };
            let steps = dated(project, &theme.milestones)?
                .into_iter()
                .enumerate()
                .map(|(index, (title, starts_on, ends_on))| DraftStep {
                    line: lines.get(index).cloned().unwrap_or_default(),
                    title,
                    who: tx.who.name.clone(),
                    starts_on,
                    ends_on,
                })
                .collect();
            let draft = Draft {
                goal: theme.goal.clone(),
                strategy: format!("先做标杆客户，再由标杆带动同类客户；以试用降低首单顾虑。{revision}"),
                division: format!("{} 负责到底；计调协助排期；专业人员支持方案设计。", tx.who.name),
                focus: "首批标杆客户的试用与签约。".into(),
                zero_budget: theme.budget.is_empty(),
                actions: theme.actions.iter().map(|title| (title.clone(), String::new())).collect(),
                steps,
                budget: theme.budget.clone(),
            };
            write(tx, project, version, &draft)?;
            crate::projects::records::changes::plan_was_written(tx, project)
        })
    }

    /// 3.1–3.3: evidence graded, positioned, reviewed part by part.
    pub fn examine(&mut self) -> Result<()> {
        self.each(&self.cast.planner, Step::S3_1, &[("grade", "b"), ("grounds", "来源可靠，数字与公开资料一致。")])?;
        self.after(20);
        self.step(
            &self.cast.planner,
            Step::S3_2,
            "",
            &[
                ("resources", "人员一名，样品与展具齐备，售后可由现有班组支持。"),
                ("feasibility", "现有产品可直接满足，无须改型。"),
                ("commercialisation", "已在其他地区批量供应。"),
                ("demand", "以替换需求为主，兼有新增。"),
                ("market", "中端市场，主打交货快、服务好。"),
            ],
        )?;
        self.after(5);
        if let Some(specialist) = self.cast.specialists.first() {
            self.each(
                specialist,
                Step::S3_3,
                &[("finding", "sound"), ("grounds", "与目标客户的要求相符，注意首单的价格让步幅度。")],
            )?;
        }
        self.after(19);
        Ok(())
    }

    /// 3.4: opinions, the owner's defence, the meeting at which the plan is heard; standards and control methods.
    pub fn hear(&mut self) -> Result<()> {
        let cast = self.cast;
        let people: Vec<&Actor> = cast.specialists.iter().chain([&cast.commander, &cast.owner]).collect();
        let convened_at = self.now;
        // Projects that come at the same time are heard one after the other.
        let nth = self.project()?.number.bytes().last().map_or(0, |digit| i64::from(digit % 4));
        let starts_at = self.after(2 + nth).now;
        self.now = convened_at;
        let hearing = self.write(&cast.planner, |tx, project| hearings::prepare(tx, project, &people, starts_at))?;
        for (index, specialist) in self.cast.specialists.iter().enumerate() {
            let new = match index {
                0 => NewOpinion {
                    stance: Stance::For, reason: "目标明确，步骤可行。".into(), condition: String::new()
                },
                1 => NewOpinion {
                    stance: Stance::Conditional,
                    reason: "试用期的服务人手偏紧。".into(),
                    condition: "试用客户不超过三家时赞成。".into(),
                },
                _ => NewOpinion { stance: Stance::Against, reason: self.theme.dissent.clone(), condition: String::new() },
            };
            self.write(specialist, |tx, project| give_opinion(tx, project, 0, new))?;
        }
        self.now = starts_at;
        let project = self.project()?;
        for opinion in self.store.read(|conn| opinions(conn, &project.id))? {
            if opinion.round == project.round && opinion.stance != Stance::For && opinion.defence.is_none() {
                self.write(&self.cast.owner, |tx, project| {
                    defend(tx, project, &opinion.id, opinion.version, "已按意见收紧试用范围，并把让步幅度写入控制办法。".into())
                })?;
            }
        }
        self.write(&self.cast.owner, |tx, project| {
            let due_on = project.ends_on.unwrap_or(tx.today());
            let standards =
                [("进度", "各里程碑按期完成", "逾期不超过 1 个工作日"), ("签约", "签约额达到指令目标", "不低于目标的 90%")];
            let standards: Vec<_> = standards
                .iter()
                .map(|(title, measure, tolerance)| NewStandard {
                    title: (*title).into(),
                    measure: (*measure).into(),
                    tolerance: (*tolerance).into(),
                    due_on,
                })
                .collect();
            let methods =
                [NewMethod {
                    title: "每周例会汇报进度与偏差".into(), frequency: "每周".into(), who: "销售计调".into()
                }];
            write_standards(tx, project, &standards, &methods)
        })?;
        let closes_at = (self.now + Duration::minutes(i64::from(hearings::MINUTES))).min(self.latest);
        self.write(&cast.planner, |tx, _| hearings::hold(tx, &hearing, &people, closes_at))?;
        self.now = closes_at;
        let day = self.today()?.to_string();
        self.each(
            &self.cast.planner,
            Step::S3_4,
            &[
                ("held_on", &day),
                ("place", hearings::PLACE),
                ("present", "企划助理、专业人员、项目负责人"),
                ("conclusion", hearings::CONCLUSION),
            ],
        )?;
        self.step(
            &self.cast.owner,
            Step::S3_5,
            "",
            &[("changes", "试用客户限三家；让步幅度写入控制办法。"), ("documents", "论证纪要、计划书")],
        )?;
        self.after(3);
        Ok(())
    }

    /// What happens with customers, one thing after the other; all of it in one transaction, which tells it in half the time.
    pub fn contact(&mut self) -> Result<()> {
        let theme = self.theme;
        let mut times = Vec::with_capacity(theme.contacts.len());
        for contact in &theme.contacts {
            times.push(self.now);
            self.after(contact.hours);
        }
        let Some(first) = times.first().copied() else { return Ok(()) };
        let (cast, id) = (self.cast, &self.project);
        self.store.write(cast.owner.clone(), first, |tx| {
            for (contact, now) in theme.contacts.iter().zip(times) {
                let who = match cast.specialists.first().filter(|_| contact.what.is_specialist_s()) {
                    Some(specialist) => specialist,
                    None if contact.what.is_commander_s() => &cast.commander,
                    None => &cast.owner,
                };
                tx.turn(who.clone(), now);
                let project: Project = projects::table.find(id).select(Project::as_select()).first(&mut **tx)?;
                happen(tx, &project, contact)?;
            }
            Ok(())
        })
    }

    /// The measures decided in control are carried out by their people.
    pub fn finish_measures(&self) -> Result<()> {
        for measure in self.store.read(|conn| measures(conn, &self.project))?.iter().filter(|it| it.done_at.is_none()) {
            self.write(&self.cast.owner, |tx, project| {
                finish_measure(tx, project, &measure.id, "演示已补，客户认可。".into())
            })?;
        }
        Ok(())
    }

    /// The owner asks before acknowledging.
    pub fn ask(&self, question: &str) -> Result<()> {
        self.write(&self.cast.owner, |tx, project| ask(tx, project, question.to_owned()))
    }

    /// The commander decides on a proposal.
    pub fn decide(&self, proposal: &Proposal, verdict: ProposalState, reason: &str) -> Result<()> {
        self.write(&self.cast.commander, |tx, _| decide(tx, proposal, verdict, reason.to_owned()))
    }

    /// Execution: milestones up to `share` of them reached, indicators up to that share of their targets.
    pub fn execute(&mut self, percent: i64) -> Result<()> {
        let trades = std::mem::take(&mut self.trades);
        trade(self, &trades)?;
        let project = self.project()?;
        let approved = project.approved_id.clone().unwrap_or_default();
        let milestones = self.store.read(|conn| plans::steps(conn, &approved))?;
        let reached = milestones.len() * usize::try_from(percent.clamp(0, 100)).unwrap_or(0) / 100;
        for step in milestones.iter().take(reached) {
            self.write(&self.cast.owner, |tx, project| {
                note_progress(tx, project, &step.line_id, 100, format!("{}：已完成。", step.title), None)
            })?;
            self.after(1);
            self.step(
                &self.cast.coordinator,
                Step::S6_1,
                &step.line_id,
                &[("reached", "yes"), ("finding", "按计划完成，记录齐全。")],
            )?;
        }
        if let Some(step) = milestones.get(reached) {
            self.write(&self.cast.owner, |tx, project| {
                note_progress(tx, project, &step.line_id, 40, format!("{}：进行中。", step.title), None)
            })?;
        }
        for (title, fen) in &self.theme.budget {
            self.spend_up_to(title, fen * percent / 10_000 * 100)?;
        }
        reach(self, percent)
    }

    /// The owner records what was spent on a line of the budget, so that it comes to so much in all, in fen.
    fn spend_up_to(&self, title: &str, fen: i64) -> Result<()> {
        let spent = self.store.read(|conn| by_title(conn, &self.project))?;
        let more = fen - spent.iter().find(|it| it.0 == title).map_or(0, |it| it.1);
        if more > 0 { self.spend(title, more, purpose(title)) } else { Ok(()) }
    }

    /// The owner records what was spent on a line of the budget, in fen.
    pub fn spend(&self, title: &str, fen: i64, note: &str) -> Result<()> {
        self.write(&self.cast.owner, |tx, project| spend(tx, project, title, fen, note))
    }

    /// The indicators with so many percent of their targets, rounded up to whole units, to adjust them.
    pub fn targets(&self, percent: i64) -> Result<Vec<(String, i64)>> {
        let all: Vec<(String, i64)> = self.store.read(|conn| {
            let of = indicators::table.filter(indicators::project_id.eq(&self.project)).order(indicators::position);
            Ok(of.select((indicators::id, indicators::value)).load(conn)?)
        })?;
        Ok(all.into_iter().map(|(id, value)| (id, (value * percent + 9_999) / 10_000 * 100)).collect())
    }

    /// 5.1–5.3: judged, explained, a handling proposed.
    pub fn account(&mut self, reached: &str, handling: &str) -> Result<()> {
        self.each(
            &self.cast.coordinator,
            Step::S5_1,
            &[("actual", "见执行记录"), ("reached", reached), ("grounds", "对照里程碑与指标记录。")],
        )?;
        self.after(3);
        self.step(
            &self.cast.coordinator,
            Step::S5_2,
            "",
            &[
                ("deviation", "签约进度落后计划约两周。"),
                ("evidence", "里程碑记录、客户来函。"),
                ("cause", "客户年度预算审批推迟。"),
            ],
        )?;
        self.after(20);
        self.step(
            &self.cast.owner,
            Step::S5_3,
            "",
            &[
                ("handling", handling),
                ("proposal", "增加一次现场演示，同步推进第二批客户。"),
                ("alternatives", "延长期限两周；或减少首批数量。"),
            ],
        )?;
        self.after(2);
        Ok(())
    }

    /// The commander promises the owner a reward, in fen.
    pub fn promise(&self, fen: i64, terms: &str) -> Result<()> {
        self.write(&self.cast.commander, |tx, project| promise(tx, project, 0, fen, terms.into()))
    }

    /// 6.2, 6.3: checked, accepted, summarised, evaluated, rewarded.
    pub fn close(&mut self, fen: i64) -> Result<()> {
        let project = self.project()?;
        let round: Vec<i32> = self
            .store
            .read(|conn| points(conn, &project.id))?
            .into_iter()
            .filter(|it| it.round == project.round)
            .map(|it| it.position)
            .collect();
        for position in &round {
            self.write(&self.cast.coordinator, |tx, project| {
                check_point(tx, project, *position, Verdict::Passed, "核对记录，符合要求。".into())
            })?;
        }
        self.after(4);
        self.write(&self.cast.owner, |tx, project| {
            let new = NewSummary {
                results: "指标全部达到，客户反馈良好。".into(),
                course: "按里程碑推进，中途增加一次现场演示。".into(),
                problems: "首单审批时间比预计长。".into(),
                causes: "客户年度预算审批推迟。".into(),
                experience: "先试用、后签约，客户顾虑明显减少。".into(),
            };
            let version = summary(tx, &project.id)?.map_or(0, |it| it.version);
            write_summary(tx, project, version, new, true)
        })?;
        self.after(3);
        for position in &round {
            self.write(&self.cast.commander, |tx, project| accept_point(tx, project, *position, Verdict::Passed))?;
        }
        self.write(&self.cast.commander, |tx, project| {
            judge_summary(tx, project, Judgement { version: None, accept: true, note: String::new() })
        })?;
        self.write(&self.cast.commander, |tx, project| {
            let edition = newest(tx, Of::Project(&project.id))?.map_or(0, |it| it.edition);
            let new =
                NewEvaluation {
                    cooperation: 95, comment: "完成得扎实，记录清楚。".into(), reason: String::new(), seen: None
                };
            evaluate(tx, project, edition, new)
        })?;
        self.write(&self.cast.commander, |tx, project| {
            let version = rewarded(tx, &project.id)?.map_or(0, |it| it.version);
            reward(tx, project, version, fen, "按目标责任书兑现。".into())
        })?;
        self.after(1);
        Ok(())
    }

    /// 7.1–7.3: what the round taught, ideas, a proposal submitted.
    pub fn learn(&mut self, title: &str) -> Result<Proposal> {
        self.step(
            &self.cast.owner,
            Step::S7_1,
            "",
            &[("figures", "目标达成，周期比计划长 6 个工作日，费用节余。"), ("taught", "试用期的现场服务决定首单能否签下。")],
        )?;
        self.after(2);
        self.write(&self.cast.planner, |tx, project| give_idea(tx, project, "把试用流程做成标准包，缩短准备时间。".into()))?;
        self.write(&self.cast.owner, |tx, project| {
            record_lesson(
                tx,
                project,
                LessonKind::Experience,
                "先试用、后签约".into(),
                "提供两周试用并驻场服务，客户顾虑明显减少。".into(),
                "新客户首单优先采用试用方式。".into(),
            )
            .map(|_| ())
        })?;
        self.after(3);
        self.write(&self.cast.owner, |tx, project| {
            let new = NewProposal {
                title: title.to_owned(),
                background: "本轮试用签约的做法见效。".into(),
                content: "把做法推广到相邻地区的同类客户。".into(),
                effect: "预计三个月内新增签约。".into(),
                needs: "样品两套，驻场人手一名。".into(),
            };
            let proposal = draft(tx, Some(project), &new)?;
            submit(tx, &proposal, Some(project))
        })
    }
}

/// Records today what was spent on a line of the budget; what is on none is other.
pub fn spend(tx: &mut Tx, project: &Project, title: &str, fen: i64, note: &str) -> Result<()> {
    let line = budget(tx, project)?.into_iter().find(|it| it.title == title);
    let line = line.map_or_else(|| OTHER.to_owned(), |it| it.id);
    let on_day = tx.today();
    expenses::changes::record(tx, project, NewExpense { line, on_day, fen, note: note.to_owned() })
}

/// What money of a line of the budget goes for.
fn purpose(title: &str) -> &'static str {
    match title {
        "差旅" => "登门拜访的往返交通与住宿",
        "样品与试用" => "试用样品制作与运输",
        "资料印制" => "产品样本与报价单印制",
        _ => "按计划支出",
    }
}

/// Milestones spread over the directive's period.
fn dated(project: &Project, titles: &[String]) -> Result<Vec<(String, NaiveDate, NaiveDate)>> {
    let (Some(from), Some(to)) = (project.starts_on, project.ends_on) else {
        return Err(Error::broken("a directive without a period has no dated plan"));
    };
    let count = i64::try_from(titles.len()).unwrap_or(1).max(1);
    let days = (to - from).num_days();
    let at = |part: i64| from + Duration::days(days * part / count);
    Ok((0..).zip(titles).map(|(index, title)| (title.clone(), at(index), at(index + 1))).collect())
}

/// The moment itself, or the next at which the office works: nine to six on working days.
fn at_work(office: &Office, at: Moment) -> Moment {
    let local = office.zone.local(at);
    let begins = |day: NaiveDate| day.and_hms_opt(9, local.minute(), 0).unwrap_or(local);
    let local = match local.hour() {
        0..9 => begins(local.date()),
        9..18 => local,
        _ => begins(local.date() + Duration::days(1)),
    };
    let day = office.calendar.next_working(local.date());
    office.zone.moment(if day == local.date() { local } else { begins(day) })
}
