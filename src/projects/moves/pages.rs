//! The form of a move: what it needs, what has to be said with it, and the one button that makes it.

use askama::Template;
use diesel::prelude::*;

use super::forms::MEASURES;
use super::gates::Gate;
use crate::error::{Error, Kind, OrNotFound, Result};
use crate::lang::Pair;
use crate::people;
use crate::projects::directive::queries::{Figure, figures};
use crate::projects::facts;
use crate::projects::head::{Head, Tab};
use crate::projects::monitoring::model::AcceptancePoint;
use crate::projects::pipeline::{Ask, Move, State, Way};
use crate::projects::planning;
use crate::projects::planning::pages::over_limit;
use crate::store::schema::acceptance_points;
use crate::web::form::Row;
use crate::web::{Form, Reading, Shell};
use crate::words::Role;

/// The form of a move.
#[derive(Template)]
#[template(path = "projects/moves/new.html")]
pub struct New {
    s: Shell,
    h: Head,
    form: Form,
    gate: Gate,
    way: &'static Way,
    /// Account name and name.
    everybody: Vec<(String, String)>,
    sales: Vec<(String, String)>,
    figures: Vec<Figure>,
    points: Vec<AcceptancePoint>,
    /// The number of the plan version that the decision is about.
    plan_version: Option<i32>,
    /// The budget of that version, in fen.
    budget: i64,
}

impl New {
    /// The form of the move with this code, if there is such a way and the reader may take it.
    pub fn of(r: &mut Reading, number: &str, code: &str, form: Form) -> Result<New> {
        let code = Move::from_code(code).or_not_found()?;
        let h = Head::of(r, number, Tab::Overview)?;
        let Some(way) = h.project.stage.way(code) else {
            return Err(Error::refused(
                "项目现在所处的阶段没有这一步。请重新打开项目页面，看看现状。",
                "From where the project stands there is no such move. Open its page again to see.",
            ));
        };
        if r.me.may(code.deed(), h.standing).is_none() {
            return Err(Error::new(Kind::Forbidden(code.deed().name())));
        }
        let facts = facts::gather(r, &h.project, &h.tasks)?;
        let gate = Gate::of(way, &h.project, &facts, true);
        let asks = |ask| way.asks.contains(&ask);
        let everybody = match asks(Ask::Measures) {
            true => people::queries::list(r)?
                .into_iter()
                .filter(|it| it.person.active && !it.roles.contains(&Role::Admin))
                .map(|it| (it.person.username, it.person.name))
                .collect(),
            false => Vec::new(),
        };
        let sales = if asks(Ask::Resources) { people::queries::with_role(r, Role::Sales)? } else { Vec::new() };
        let figures = if asks(Ask::Changes) { figures(r, &h.project.id)? } else { Vec::new() };
        let points = if asks(Ask::FailedPoint) { points(r, &h)? } else { Vec::new() };
        let plan = match h.project.stage {
            State::Deliberation => planning::queries::sealed(r, &h.project.id)?,
            _ => None,
        };
        let budget = match &plan {
            Some(plan) if code == Move::Approve => planning::model::total(&planning::queries::budget(r, &plan.id)?),
            _ => 0,
        };
        let plan_version = plan.map(|it| it.number);
        Ok(New { s: r.shell()?, h, form, gate, way, everybody, sales, figures, points, plan_version, budget })
    }

    /// What is to be said about a plan that costs more than the directive allows.
    fn over_limit(&self) -> Option<String> {
        over_limit(&self.s, self.budget, self.h.project.limit_budget)
    }

    fn asks(&self, ask: &str) -> bool {
        self.way.asks.iter().any(|it| it.code() == ask)
    }

    fn name(&self) -> &'static str {
        self.gate.name(&self.s)
    }

    fn leads_to(&self) -> &'static str {
        self.s.lang.say(self.way.to.name())
    }

    fn rows(&self) -> Vec<Row> {
        self.form.rows(MEASURES, 2)
    }

    fn has_earlier(&self, number: &i32) -> bool {
        *number > 1
    }

    fn earlier(&self, number: &i32) -> i32 {
        number - 1
    }

    fn seen(&self) -> i32 {
        self.h.project.moves
    }

    fn seen_version(&self) -> i32 {
        self.h.project.version
    }

    /// What the field for the reason is called and what it is for; none where nothing is to be said.
    fn reason(&self) -> Option<(Pair, Pair, bool)> {
        let none = Pair("", "");
        self.way.asks.iter().find_map(|ask| match ask {
            Ask::Reason => Some((Pair("理由", "Reason"), none, true)),
            Ask::Comment => Some((Pair("说明", "Comment"), none, false)),
            Ask::Changes => Some((Pair("调整什么、为什么", "What changes and why"), none, true)),
            Ask::Observation => Some((
                Pair("所见情况", "What was seen"),
                Pair(
                    "看到了什么偏离或需要检查之处；执行已完成的，勾选下方即可。",
                    "What deviates or should be looked at; if execution is finished, tick below.",
                ),
                false,
            )),
            Ask::Measures | Ask::Resources => Some((Pair("说明", "Comment"), none, false)),
            _ => None,
        })
    }

    /// What is asked once more before something ends.
    fn confirm(&self) -> String {
        let (project, name) = (&self.h.project, self.name());
        match self.s.lang {
            crate::lang::Lang::Zh => format!("{name}：{} {}？此举不能收回。", project.number, project.name),
            crate::lang::Lang::En => format!("{name}: {} {}? This cannot be taken back.", project.number, project.name),
        }
    }

    fn target(&self, index: &usize, figure: &Figure) -> String {
        let typed = self.form.fields.all("target").nth(*index);
        typed.map_or_else(|| crate::quantity::Quantity(figure.indicator.value).to_string(), str::to_owned)
    }
}

fn points(r: &mut Reading, h: &Head) -> Result<Vec<AcceptancePoint>> {
    Ok(acceptance_points::table
        .filter(acceptance_points::project_id.eq(&h.project.id))
        .filter(acceptance_points::round.eq(h.project.round))
        .order(acceptance_points::position)
        .select(AcceptancePoint::as_select())
        .load(&mut **r)?)
}
