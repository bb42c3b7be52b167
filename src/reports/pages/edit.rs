//! The form of a report: on what cannot wait, or on a stage that ended.

use askama::Template;

use crate::error::Result;
use crate::lang::Pair;
use crate::policy::{Deed, Standing};
use crate::projects;
use crate::projects::model::{MoveRow, Project};
use crate::reports::model::{Report, ReportKind};
use crate::reports::{changes, ended, forms, queries};
use crate::web::{Fields, Form, Reading, Shell};

/// What a form reports on.
pub enum Subject {
    /// What cannot wait; what it goes on with, by its number, is in the form.
    AtOnce,
    /// The stage of this project that ended by this move.
    Stage(String, String),
}

/// The form.
#[derive(Template)]
#[template(path = "reports/edit.html")]
pub struct Edit {
    s: Shell,
    form: Form,
    projects: Vec<(String, String)>,
    /// The project, the move that ended the stage, and until when it is reported.
    stage: Option<(Project, MoveRow, Option<chrono::NaiveDate>)>,
    follows: Option<Report>,
    told: Told,
}

/// Whether a report is still to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Told {
    /// By the reader.
    Writes,
    /// By somebody else.
    Waits,
    /// It was sent; where it is, if the reader may see it.
    Sent(Option<String>),
    /// The project came back to the stage, or has ended otherwise.
    Gone,
}

impl Edit {
    /// Begins a report, as a link to it says or as it was refused.
    pub fn of(r: &mut Reading, subject: Subject, form: Form) -> Result<Edit> {
        let form = forms::split(form);
        match subject {
            Subject::AtOnce => {
                r.may(Deed::Report, Standing::NONE)?;
                Edit::at_once(r, form)
            }
            Subject::Stage(number, row) => Edit::on_stage(r, &number, &row, form),
        }
    }

    fn at_once(r: &mut Reading, form: Form) -> Result<Edit> {
        let me = r.me.clone();
        let follows = match form.key("follows").as_str() {
            "" => None,
            number => Some(queries::to_follow(r, &me, number)?),
        };
        let projects = {
            let goes_on = follows.as_ref().and_then(|it| it.project_id.as_deref());
            queries::projects_of(r, &me, &form.key("project"), goes_on)?
        };
        let form = if form.fields.has("title") { form } else { begun(r, form, follows.as_ref()) };
        Ok(Edit { s: r.shell()?, form, projects, stage: None, follows, told: Told::Writes })
    }

    /// Whoever sees the project sees whether a stage was reported on; its owner writes the report.
    fn on_stage(r: &mut Reading, number: &str, row: &str, form: Form) -> Result<Edit> {
        let (me, office) = (r.me.clone(), r.office.clone());
        let project = projects::queries::find(r, &me, number)?;
        let row = ended::ending(r, &project, row)?;
        let task = changes::asked_for(r, &project, &row)?;
        let sent = queries::of_move(r, &row.id)?;
        let told = match sent {
            Some(it) => Told::Sent(queries::find(r, &me, &it.number).ok().map(|it| it.href())),
            None if task.is_none() => Told::Gone,
            None if project.owner_id != me.id => Told::Waits,
            None => Told::Writes,
        };
        let form = match told == Told::Writes && !form.fields.has("content") {
            false => form,
            true => {
                let told = ended::gather(r, &office, &project, &row)?.told(me.lang, &office);
                Form { fields: form.fields.with("content", told), ..form }
            }
        };
        let due_on = task.and_then(|it| it.due_on);
        let stage = Some((project, row, due_on));
        Ok(Edit { s: r.shell()?, form, projects: Vec::new(), stage, follows: None, told })
    }

    fn writes(&self) -> bool {
        self.told == Told::Writes
    }

    fn is_gone(&self) -> bool {
        self.told == Told::Gone
    }

    /// Where the report is that was sent; empty where the reader may not see it.
    fn sent(&self) -> Option<&str> {
        match &self.told {
            Told::Sent(href) => Some(href.as_deref().unwrap_or_default()),
            _ => None,
        }
    }

    fn kind(&self) -> ReportKind {
        match &self.stage {
            Some((_, row, _)) if row.to_stage == projects::pipeline::State::Completed => ReportKind::Completion,
            Some(_) => ReportKind::Stage,
            None => ReportKind::Event,
        }
    }

    /// In an emergency one acts first.
    fn handled_hint(&self) -> &'static str {
        if self.stage.is_none() { self.s.t("紧急情况必填。", "Needed in an emergency.") } else { "" }
    }

    fn title(&self) -> &'static str {
        match &self.stage {
            Some((_, row, _)) => {
                let stage = row.from_stage.map_or(projects::pipeline::Stage::Directive, projects::pipeline::State::stage);
                self.s.lang.say(projects::tasks::report_on(stage))
            }
            None if self.follows.is_some() => self.s.t("续报", "Go on with a report"),
            None => self.s.t("新汇报", "New report"),
        }
    }

    fn action(&self) -> String {
        match &self.stage {
            Some((project, row, _)) => format!("{}/reports/{}", project.href(), row.id),
            None => "/reports".to_owned(),
        }
    }

    fn draft(&self) -> String {
        match &self.stage {
            Some((_, row, _)) => format!("report-{}", row.id),
            None => format!("report-{}", self.s.my_username()),
        }
    }

    fn part(&self, index: usize) -> &'static str {
        self.kind().parts().get(index).map_or("", |it| self.s.lang.say(*it))
    }

    fn limit(&self, index: usize) -> i32 {
        self.kind().limits().get(index).and_then(|it| i32::try_from(*it).ok()).unwrap_or(0)
    }

    fn kinds(&self) -> Vec<(&'static str, &'static str)> {
        ReportKind::AT_ONCE.iter().map(|it| (it.code(), self.s.lang.say(it.name()))).collect()
    }

    /// What the rule of each kind is.
    fn rules(&self) -> Vec<(&'static str, &'static str)> {
        ReportKind::AT_ONCE.iter().map(|it| (self.s.lang.say(it.name()), self.s.lang.say(it.rule()))).collect()
    }

    fn project_choices(&self) -> Vec<(String, String)> {
        self.projects.iter().map(|(number, name)| (number.clone(), format!("{number} {name}"))).collect()
    }

    fn request_kinds(&self) -> Vec<(&'static str, &'static str)> {
        request_kinds(&self.s)
    }

    fn is_split(&self) -> bool {
        is_split(&self.form)
    }
}

/// The kinds of request that a report may be accompanied by.
pub fn request_kinds(s: &Shell) -> Vec<(&'static str, &'static str)> {
    forms::KINDS.iter().map(|it| (it.code(), s.lang.say(it.name()))).collect()
}

/// Whether what is asked is shown: it was ticked, typed, or found in what was told.
pub fn is_split(form: &Form) -> bool {
    form.ticked("asks") || form.is_wrong("question") || !form.value("question").is_empty()
}

/// A form begins at this moment; what goes on with a report, with its title and its time.
fn begun(r: &Reading, form: Form, follows: Option<&Report>) -> Form {
    let zone = r.office.zone;
    let local = zone.local(follows.and_then(|it| it.happened_at).unwrap_or(r.now));
    let title = follows.map_or(String::new(), |it| match &it.title {
        title if title.starts_with(CONTINUED.0) || title.starts_with(CONTINUED.1) => title.clone(),
        title => format!("{}{title}", r.me.lang.say(CONTINUED)),
    });
    let fields: Fields = form
        .fields
        .set("happened_on", &local.format("%Y-%m-%d").to_string())
        .set("happened_time", &local.format("%H:%M").to_string());
    let fields = match follows {
        Some(it) => fields.set("kind", it.kind.code()).set("title", &title.chars().take(100).collect::<String>()),
        None => fields,
    };
    Form { fields, ..form }
}

/// What the title of a report begins with that goes on with another.
const CONTINUED: Pair = Pair("续报：", "Continued: ");
