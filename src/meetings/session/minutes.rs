//! The minutes (会议纪要) on the screen and on A4. What they tell of elsewhere is kept as it stood when they were published, so
//! that they read the same from then on.

use std::collections::BTreeMap;

use askama::Template;
use chrono::Duration;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::pages::numbers;
use crate::error::{Error, Result};
use crate::meetings::model::{
    AgendaItem, Attendance, ItemKind, Matter, Meeting, MeetingState, Presence, Resolution, ResolutionState,
};
use crate::meetings::pack::content::{Opinion, Pack};
use crate::meetings::pack::special;
use crate::meetings::pages::{part, time};
use crate::meetings::queries;
use crate::meetings::resolutions::pages::kind;
use crate::meetings::schedule::{self, Occasion};
use crate::people;
use crate::policy::{Deed, Grant};
use crate::store::Conn;
use crate::store::schema::{person_roles, resolutions};
use crate::web::{Reading, Shell};
use crate::words::Role;

/// What minutes tell beside their own rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// Of a meeting that hears a plan: the deliberation's opinions and their defence.
    pub opinions: Vec<Opinion>,
    /// Resolutions of earlier meetings that were settled at this one, in the order in which that was done.
    pub settled: Vec<Settled>,
    /// Those that were laid before it and stayed open.
    pub carried: Vec<Settled>,
}

/// A resolution that was settled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settled {
    pub number: String,
    /// The code of its state.
    pub state: String,
    pub content: String,
    pub outcome: String,
}

impl Told {
    /// As it stands now.
    pub fn now(conn: &mut Conn, meeting: &Meeting) -> Result<Told> {
        let laid = match queries::pack(conn, &meeting.id)? {
            Some(row) => Pack::read(&row.content)?,
            None => Pack::default(),
        };
        Ok(Told { opinions: heard(conn, meeting, &laid)?, settled: settled(conn, meeting)?, carried: carried(conn, &laid)? })
    }

    /// As it is kept with a meeting.
    pub fn written(&self) -> Result<String> {
        Ok(serde_json::to_string(self)?)
    }

    /// As it stood when the minutes were published; before that, and where it was not kept then, as it stands now.
    fn of(conn: &mut Conn, meeting: &Meeting) -> Result<Told> {
        match meeting.told.as_str() {
            "" => Told::now(conn, meeting),
            kept => Ok(serde_json::from_str(kept)?),
        }
    }
}

impl Settled {
    fn of(it: Resolution) -> Settled {
        Settled { number: it.number, state: it.state.code().to_owned(), content: it.content, outcome: it.outcome }
    }

    /// What became of it, in words.
    fn named(&self, s: &Shell) -> &'static str {
        ResolutionState::from_code(&self.state).map_or("", |it| s.say(it.name()))
    }

    /// Its address.
    fn href(&self) -> String {
        format!("/resolutions/{}", self.number)
    }
}

/// Resolutions of earlier meetings that were settled while a meeting was in session, or by whoever wrote its minutes until these were
/// published, in the order in which that was done.
fn settled(conn: &mut Conn, meeting: &Meeting) -> Result<Vec<Settled>> {
    let (Some(from), Some(to)) = (meeting.opened_at, meeting.closed_at) else { return Ok(Vec::new()) };
    if meeting.regular().is_none() {
        return Ok(Vec::new());
    }
    let roles = Role::ALL.iter().copied().filter(|role| Deed::KeepMinutes.grant(*role) == Grant::Always);
    let keepers = person_roles::table.filter(person_roles::role.eq_any(roles)).select(person_roles::person_id.nullable());
    let published = meeting.published_at.unwrap_or(to + AWHILE);
    let written = resolutions::closed_at.le(published).assume_not_null().and(resolutions::closed_by.eq_any(keepers));
    let rows: Vec<Resolution> = resolutions::table
        .filter(resolutions::state.eq_any([ResolutionState::Done, ResolutionState::Dropped]))
        .filter(resolutions::closed_at.ge(from).assume_not_null())
        .filter(resolutions::closed_at.le(to).assume_not_null().or(written))
        .filter(resolutions::meeting_id.ne(&meeting.id))
        .filter(resolutions::outcome.ne(""))
        .order((resolutions::closed_at, resolutions::number))
        .select(Resolution::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Settled::of).collect())
}

/// Of the resolutions that were laid before a meeting those that are open.
fn carried(conn: &mut Conn, laid: &Pack) -> Result<Vec<Settled>> {
    let numbers: Vec<&str> = laid.resolutions.iter().map(|it| it.number.as_str()).collect();
    let rows: Vec<Resolution> = resolutions::table
        .filter(resolutions::number.eq_any(numbers))
        .filter(resolutions::state.eq(ResolutionState::Open))
        .order((resolutions::due_on, resolutions::number))
        .select(Resolution::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Settled::of).collect())
}

/// So long at most minutes are written.
const AWHILE: Duration = Duration::days(366);

/// The opinions on the plan that was laid before a meeting.
fn heard(conn: &mut Conn, meeting: &Meeting, laid: &Pack) -> Result<Vec<Opinion>> {
    match &laid.plan {
        Some(plan) if meeting.matter() == Some(Matter::Plan) => special::heard(conn, meeting, &plan.seal, plan.round),
        _ => Ok(Vec::new()),
    }
}

/// The minutes.
#[derive(Template)]
#[template(path = "meetings/minutes.html")]
pub struct Minutes {
    s: Shell,
    it: Occasion,
    items: Vec<AgendaItem>,
    resolutions: Vec<Resolution>,
    there: Vec<(Attendance, String)>,
    names: BTreeMap<String, String>,
    projects: BTreeMap<String, String>,
    told: Told,
}

impl Minutes {
    /// Reads the minutes of a meeting that the reader may see, once it is over.
    pub fn of(r: &mut Reading, number: &str) -> Result<Minutes> {
        let (me, office, today) = (r.me.clone(), r.office.clone(), r.today);
        let it = schedule::find(r, &me, &office, today, number)?;
        if !it.meeting.state.has_minutes() {
            return Err(Error::not_found());
        }
        let resolutions = queries::resolutions(r, &it.meeting.id)?;
        Ok(Minutes {
            items: queries::items(r, &it.meeting.id)?,
            there: queries::attendances(r, &it.meeting.id)?,
            names: people::queries::names(r)?,
            projects: numbers(r, &resolutions)?,
            told: Told::of(r, &it.meeting)?,
            s: r.shell()?,
            it,
            resolutions,
        })
    }

    fn title(&self) -> String {
        self.it.meeting.name(self.s.lang)
    }

    fn href(&self) -> String {
        self.it.meeting.href()
    }

    /// When it was held: from its opening to its closing.
    fn held(&self) -> String {
        let Meeting { opened_at: Some(from), closed_at: Some(to), .. } = &self.it.meeting else {
            return time(&self.s, &self.it);
        };
        format!("{}–{}", self.s.minute(*from), self.s.office.zone.local(*to).format("%H:%M"))
    }

    fn is_published(&self) -> bool {
        self.it.meeting.state == MeetingState::Published
    }

    fn name(&self, id: &Option<String>) -> &str {
        id.as_ref().and_then(|id| self.names.get(id)).map_or("—", String::as_str)
    }

    /// Who came in which way: the way, and the names.
    fn came(&self) -> Vec<(&'static str, String)> {
        let of = |state: &Presence| {
            let names = self.there.iter().filter(|it| it.0.state == *state);
            let named = names.map(|(it, name)| match it.reason.as_str() {
                "" => name.clone(),
                reason => format!("{name}{}{reason}{}", self.s.t("（", " ("), self.s.t("）", ")")),
            });
            let all = named.collect::<Vec<_>>().join(self.s.t("、", ", "));
            (!all.is_empty()).then(|| (self.s.say(state.name()), all))
        };
        Presence::ALL.iter().filter_map(of).collect()
    }

    fn part(&self, item: &AgendaItem) -> String {
        part(&self.s, &self.names, item)
    }

    /// The parts of which there is something to tell.
    fn parts(&self) -> Vec<&AgendaItem> {
        let told = |it: &&AgendaItem| {
            let resolved = self.resolutions.iter().any(|one| one.item_id == it.id);
            let before = !self.settled_under(it).is_empty() || !self.carried_under(it).is_empty();
            !it.notes.is_empty() || resolved || it.kind == ItemKind::Matter || before
        };
        self.items.iter().filter(told).collect()
    }

    /// The parts of which there is nothing to tell, in one line.
    fn silent(&self) -> String {
        let told: Vec<&str> = self.parts().iter().map(|it| it.id.as_str()).collect();
        let others = self.items.iter().filter(|it| !told.contains(&it.id.as_str())).map(|it| self.part(it));
        others.collect::<Vec<_>>().join(self.s.t("、", ", "))
    }

    fn under(&self, item: &AgendaItem) -> Vec<&Resolution> {
        self.resolutions.iter().filter(|it| it.item_id == item.id).collect()
    }

    fn kind(&self, it: &Resolution) -> &'static str {
        kind(&self.s, it)
    }

    fn project(&self, it: &Resolution) -> &str {
        it.project_id.as_ref().and_then(|id| self.projects.get(id)).map_or("", String::as_str)
    }

    /// What was settled stands where the open resolutions were gone through.
    fn settled_under(&self, item: &AgendaItem) -> &[Settled] {
        if item.kind == ItemKind::Resolutions { &self.told.settled } else { &[] }
    }

    /// And what is still open.
    fn carried_under(&self, item: &AgendaItem) -> &[Settled] {
        if item.kind == ItemKind::Resolutions { &self.told.carried } else { &[] }
    }

    /// Its number on the agenda, also where others are left out.
    fn number(&self, item: &AgendaItem) -> usize {
        self.items.iter().position(|it| it.id == item.id).map_or(0, |at| at + 1)
    }

    fn mine(&self) -> Option<&Attendance> {
        let me = self.s.me.as_ref()?;
        self.there.iter().map(|it| &it.0).find(|it| it.person_id == me.id)
    }

    fn is_unread(&self) -> bool {
        self.is_published() && self.mine().is_some_and(|it| it.read_at.is_none())
    }

    /// Who has not confirmed yet, for those who arrange meetings.
    fn unread(&self) -> String {
        let names = self.there.iter().filter(|it| it.0.read_at.is_none()).map(|it| it.1.clone());
        names.collect::<Vec<_>>().join(self.s.t("、", ", "))
    }

    fn keeps(&self) -> bool {
        let me = self.s.me.as_ref();
        me.is_some_and(|me| me.may(Deed::KeepMinutes, queries::standing(me, &self.it.meeting)).is_some())
    }
}
