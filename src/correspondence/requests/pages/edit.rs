//! The form of a new request, which may ask again what an earlier one did not get.

use askama::Template;
use chrono::NaiveDate;

use super::plain;
use crate::correspondence::requests::model::{Request, RequestKind};
use crate::correspondence::requests::queries;
use crate::error::Result;
use crate::lang::Lang;
use crate::policy::{Deed, Standing};
use crate::projects::authority::Matter;
use crate::store::office::Setting;
use crate::web::{Fields, Form, Reading, Shell};

/// What a link to the form can say.
const LINKED: [&str; 8] = ["again", "project", "kind", "matter", "up_to", "title", "question", "proposal"];

/// The page.
#[derive(Template)]
#[template(path = "requests/edit.html")]
pub struct Edit {
    s: Shell,
    form: Form,
    projects: Vec<(String, String)>,
    /// The reader's earlier request that it asks again.
    earlier: Option<Request>,
    /// What asks it again already and waits.
    waiting: Option<Request>,
}

impl Edit {
    /// Begins a request as a link to it says: by what stands in the address, or like an earlier one of the reader's.
    pub fn begun(r: &mut Reading, query: &Fields) -> Result<Edit> {
        r.may(Deed::AskRequest, Standing::NONE)?;
        let me = r.me.clone();
        let number = Form::typed(query.clone()).key("again");
        if !number.is_empty() {
            let earlier = queries::own(r, &me, &number)?;
            let fields = again(r, &earlier)?;
            return Edit::of(r, Form { fields, ..Form::blank() });
        }
        let kind = if query.get("matter").is_empty() { query.get("kind") } else { RequestKind::BeyondAuthority.code() };
        let fields = LINKED.iter().fold(Fields::default(), |all, name| all.set(name, query.get(name)));
        Edit::of(r, Form { fields: fields.set("kind", kind), ..Form::blank() })
    }

    /// The form as it was begun, or as it was refused.
    pub fn of(r: &mut Reading, form: Form) -> Result<Edit> {
        r.may(Deed::AskRequest, Standing::NONE)?;
        let me = r.me.clone();
        let projects = queries::projects_of(r, &me, &form.key("project"), None)?;
        let earlier = match form.key("again").as_str() {
            "" => None,
            number => queries::own(r, &me, number).ok(),
        };
        let waiting = match &earlier {
            Some(it) => queries::open_again(r, &it.id)?,
            None => None,
        };
        Ok(Edit { s: r.shell()?, projects, form, earlier, waiting })
    }

    fn kinds(&self) -> Vec<(&'static str, &'static str)> {
        RequestKind::ALL.iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }

    fn matters(&self) -> Vec<(&'static str, &'static str)> {
        Matter::ALL.iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }

    fn project_choices(&self) -> Vec<(String, String)> {
        self.projects.iter().map(|(number, name)| (number.clone(), format!("{number} {name}"))).collect()
    }

    fn title(&self) -> &'static str {
        match self.earlier {
            Some(_) => self.s.t("再次请示", "Ask again"),
            None => self.s.t("提出请示", "Make a request"),
        }
    }

    /// Under which name what is typed is kept on this computer.
    fn draft(&self) -> String {
        let earlier = self.earlier.as_ref().map_or(String::new(), |it| format!("-{}", it.number));
        format!("request-{}{earlier}", self.s.my_username())
    }

    /// What the earlier answer said.
    fn ruling(&self, it: &Request) -> &'static str {
        it.ruling().map_or("—", |it| self.s.lang.say(it.name()))
    }

    /// The day until which an answer is due, ordinarily.
    fn due(&self) -> String {
        let days = u32::try_from(self.s.office.setting(Setting::DaysRequest)).unwrap_or(0);
        let day: NaiveDate = self.s.office.calendar.add_working_days(self.s.today, days);
        self.s.day(day)
    }
}

/// What an earlier request asked, to be asked again; which it was stands before the question.
fn again(r: &mut Reading, it: &Request) -> Result<Fields> {
    let project = queries::project(r, it)?.map_or(String::new(), |it| it.number);
    let follows = match r.me.lang {
        Lang::Zh => format!("接 {}。", it.number),
        Lang::En => format!("Following {}.", it.number),
    };
    let up_to = it.up_to.map_or(String::new(), plain);
    Ok(Fields::default()
        .with("again", &it.number)
        .with("kind", it.kind.code())
        .with("project", project)
        .with("matter", &it.matter)
        .with("up_to", up_to)
        .with("title", &it.title)
        .with("question", format!("{follows}\n{}", it.question))
        .with("proposal", &it.proposal))
}
