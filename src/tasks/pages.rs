//! The inbox.

use actix_web::HttpResponse;
use askama::Template;
use chrono::Duration;

use super::queries::{Part, Waiting, Why, urgent_first, waiting};
use crate::calendar::monday_of;
use crate::error::Result;
use crate::lang::{Lang, Pair};
use crate::projects::head::late_for;
use crate::projects::pipeline::State;
use crate::projects::steps::Step;
use crate::store::office::Setting;
use crate::web::{Ctx, Fields, Reading, Shell};
use crate::words::Role;

/// The most rows of one inbox page.
const MOST: i64 = 100;

/// The page.
#[derive(Template)]
#[template(path = "tasks/index.html")]
pub struct Index {
    s: Shell,
    waiting: Vec<Waiting>,
    part: String,
}

impl Index {
    /// Reads what waits for the reader: what cannot wait first.
    pub fn of(r: &mut Reading, query: &Fields) -> Result<Index> {
        let (me, office, today) = (r.me.clone(), r.office.clone(), r.today);
        let part = match query.get("due") {
            "late" => Part::Late(office.zone.local(r.now)),
            "today" => Part::Until(today),
            "week" => Part::Until(monday_of(today) + Duration::days(6)),
            _ => Part::All,
        };
        let waiting = urgent_first(waiting(r, &me, &office, today, part, MOST)?);
        Ok(Index { waiting, s: r.shell()?, part: query.get("due").to_owned() })
    }

    fn chips(&self) -> Vec<(&'static str, &'static str, bool)> {
        [
            ("", Pair("全部", "All")),
            ("late", Pair("逾期", "Overdue")),
            ("today", Pair("今天到期", "Due today")),
            ("week", Pair("本周到期", "Due this week")),
        ]
        .iter()
        .map(|(code, name)| (*code, self.s.lang.say(*name), self.part == *code))
        .collect()
    }

    fn count(&self) -> usize {
        self.waiting.len()
    }

    fn is_late(&self, it: &Waiting) -> bool {
        is_late(&self.s, it)
    }

    fn late(&self, it: &Waiting) -> String {
        late(&self.s, it)
    }

    fn why(&self, it: &Waiting) -> Vec<String> {
        why(&self.s, it)
    }
}

/// Whether it is overdue.
pub fn is_late(s: &Shell, it: &Waiting) -> bool {
    it.is_late(s.now)
}

/// How late it is, in words.
pub fn late(s: &Shell, it: &Waiting) -> String {
    late_for(s, it.due_on.map_or(0, |due| s.days_late(due)))
}

/// The reason why something is in the inbox: the rule, the days it allows, and since when it runs.
pub fn why(s: &Shell, it: &Waiting) -> Vec<String> {
    let rule = match (&it.why, s.lang) {
        (Why::Step(step), Lang::Zh) => format!("由{}负责", step.rule().0.name().0),
        (Why::Step(step), Lang::En) => format!("for: {}", step.rule().0.name().1),
        (Why::Measure, Lang::Zh) => "控制中决定的措施，由您完成".to_owned(),
        (Why::Measure, Lang::En) => "a measure resolved in control, yours to carry out".to_owned(),
        (Why::Request, Lang::Zh) => "有人请示，等您批示".to_owned(),
        (Why::Request, Lang::En) => "somebody asks before acting".to_owned(),
        (Why::Answer, Lang::Zh) => "您的请示已批示".to_owned(),
        (Why::Answer, Lang::En) => "your request is answered".to_owned(),
        (Why::Design, Lang::Zh) => "客户的重大异议，请任一位专业人员设计方案".to_owned(),
        (Why::Design, Lang::En) => "a customer's serious objection, for any specialist to solve".to_owned(),
        (Why::TakeBack, Lang::Zh) => "专业人员的方案已回，由您答复客户".to_owned(),
        (Why::TakeBack, Lang::En) => "the specialists' solution is back, yours to take to the customer".to_owned(),
        (Why::Advise, Lang::Zh) => "总指挥请您为请示提供参考意见".to_owned(),
        (Why::Advise, Lang::En) => "the commander asks for your advice on a request".to_owned(),
        (Why::Consulted, Lang::Zh) => "有成员咨询，请您提供信息".to_owned(),
        (Why::Consulted, Lang::En) => "a member asks for information".to_owned(),
        (Why::Informed, Lang::Zh) => "您的咨询有了答复，由您自己决定".to_owned(),
        (Why::Informed, Lang::En) => "your consultation is answered, and you decide yourself".to_owned(),
        (Why::Stage, Lang::Zh) => "阶段已结束，由项目负责人向总指挥汇报".to_owned(),
        (Why::Stage, Lang::En) => "a stage has ended: its owner reports on it".to_owned(),
        (Why::Week, Lang::Zh) => "每周一份，已由记录起草".to_owned(),
        (Why::Week, Lang::En) => "one each week, drafted from the records".to_owned(),
        (Why::Report, Lang::Zh) => "有人向您汇报".to_owned(),
        (Why::Report, Lang::En) => "somebody reports to you".to_owned(),
        (Why::Weeklies, Lang::Zh) => "成员报送的周报，一并审阅".to_owned(),
        (Why::Weeklies, Lang::En) => "the members' weekly reports, read together".to_owned(),
        (Why::Resolved, Lang::Zh) => "会议决议，由您负责".to_owned(),
        (Why::Resolved, Lang::En) => "a meeting resolved it, and you answer for it".to_owned(),
        (Why::Unread, Lang::Zh) => "您应到的会议，纪要已发布".to_owned(),
        (Why::Unread, Lang::En) => "minutes of a meeting at which you were due".to_owned(),
        (Why::Unpublished, Lang::Zh) => "会议由您安排，纪要还没有发布".to_owned(),
        (Why::Unpublished, Lang::En) => "a meeting that you arrange has no published minutes yet".to_owned(),
        (Why::TakeOn, Lang::Zh) => "有工作移交给您，核对清单后确认接收".to_owned(),
        (Why::TakeOn, Lang::En) => "work was handed over to you: check the sheet and confirm it".to_owned(),
        (Why::HandOver, Lang::Zh) => "您的工作已移交，向接收人交接清楚后确认".to_owned(),
        (Why::HandOver, Lang::En) => "your work was handed over: explain it to the taker and confirm".to_owned(),
        (Why::Stands(state), Lang::Zh) => format!("项目在「{}」等您", state.name().0),
        (Why::Stands(state), Lang::En) => format!("the project waits for you: {}", state.name().1),
    };
    let days = allowed(s, it).map(|days| match (s.lang, days) {
        (Lang::Zh, _) => format!("限 {days} 个工作日"),
        (Lang::En, 1) => "1 working day allowed".to_owned(),
        (Lang::En, _) => format!("{days} working days allowed"),
    });
    let since = s.short_day(it.since);
    let since = match s.lang {
        Lang::Zh => format!("{since} 起"),
        Lang::En => format!("since {since}"),
    };
    [Some(rule), days, Some(since)].into_iter().flatten().collect()
}

/// The working days that the rule allows; none where the date comes from a plan or from nowhere.
fn allowed(s: &Shell, it: &Waiting) -> Option<i64> {
    let commander = s.me.as_ref().is_some_and(|me| me.is(Role::Commander));
    match &it.why {
        Why::TakeOn | Why::HandOver => Some(s.office.setting(Setting::DaysIssued)),
        Why::Step(Step::S6_1) | Why::Measure | Why::Design | Why::TakeBack | Why::Answer | Why::Request | Why::Resolved => None,
        Why::Informed => None,
        Why::Consulted => Some(s.office.setting(Setting::DaysConsultation)),
        Why::Stage => Some(s.office.setting(Setting::DaysReport)),
        Why::Week | Why::Report | Why::Weeklies => None,
        Why::Unread | Why::Unpublished | Why::Advise => Some(1),
        Why::Step(step) => s.office.step_days(step.code()).or(step.rule().1).map(i64::from),
        Why::Stands(State::Planning | State::Implementation) => None,
        Why::Stands(State::DirectiveIssued) if !commander => Some(s.office.setting(Setting::DaysIssued)),
        Why::Stands(_) => Some(s.office.setting(Setting::DaysDecision)),
    }
}

/// `GET /tasks`.
pub async fn index(ctx: Ctx) -> Result<HttpResponse> {
    let query = ctx.query.clone();
    ctx.page(move |r| Index::of(r, &query)).await
}
