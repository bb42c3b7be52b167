//! The form of a new consultation.

use askama::Template;
use chrono::NaiveDate;

use crate::correspondence::consultations::forms;
use crate::correspondence::requests::queries::projects_of;
use crate::error::Result;
use crate::policy::{Deed, Standing};
use crate::projects;
use crate::store::office::Setting;
use crate::web::{Form, Reading, Shell};

/// The page.
#[derive(Template)]
#[template(path = "consultations/edit.html")]
pub struct Edit {
    s: Shell,
    form: Form,
    /// Number and name of the projects that it can be about.
    projects: Vec<(String, String)>,
}

impl Edit {
    /// Begins a consultation, as a link to it says or as it was refused. It can be about the reader's projects, and about the one
    /// from whose page they come.
    pub fn of(r: &mut Reading, form: Form) -> Result<Edit> {
        r.may(Deed::AskConsultation, Standing::NONE)?;
        let me = r.me.clone();
        let mut projects = projects_of(r, &me, "", None)?;
        let named = form.key("project");
        if !named.is_empty()
            && projects.iter().all(|it| it.0 != named)
            && let Ok(it) = projects::queries::find(r, &me, &named)
        {
            projects.insert(0, (it.number, it.name));
        }
        Ok(Edit { s: r.shell()?, projects, form })
    }

    fn project_choices(&self) -> Vec<(String, String)> {
        self.projects.iter().map(|(number, name)| (number.clone(), format!("{number} {name}"))).collect()
    }

    /// Where it goes on as a request, which it reads like.
    fn as_request(&self) -> Option<String> {
        forms::as_request(&self.form, &self.form.key("project"), self.form.value("title"))
    }

    /// The day until which an answer is due.
    fn due(&self) -> String {
        let days = u32::try_from(self.s.office.setting(Setting::DaysConsultation)).unwrap_or(0);
        let day: NaiveDate = self.s.office.calendar.add_working_days(self.s.today, days);
        self.s.day(day)
    }
}
