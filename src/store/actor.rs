//! Who acts. What somebody may do today follows from their roles and from who stands in for the commander today.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::Conn;
use super::schema::{acting_periods, people, person_roles};
use crate::error::Result;
use crate::lang::Lang;
use crate::policy::{Deed, Grant, Standing, by_role};
use crate::words::Role;

/// A signed-in person as the rules see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub id: String,
    pub name: String,
    pub username: String,
    pub lang: Lang,
    /// Their roles today: an acting commander has the commander's, an absent commander has not.
    pub roles: Vec<Role>,
    /// The commander for whom they decide today.
    pub acting_for: Option<String>,
    /// The commander, while somebody acts: who that is. Sees everything as before, and decides only on what the stand-in
    /// owns, since nobody decides on a project of their own.
    pub resting: Option<String>,
}

impl Actor {
    /// The program itself, at the terminal or by its own clock; it has no role and decides nothing.
    pub fn program() -> Actor {
        Actor {
            id: "program".into(),
            name: "曙光".into(),
            username: String::new(),
            lang: Lang::Zh,
            roles: Vec::new(),
            acting_for: None,
            resting: None,
        }
    }

    /// The active person with this id, with what they may do on this day.
    pub fn find(conn: &mut Conn, id: &str, today: NaiveDate) -> Result<Option<Actor>> {
        // One row for each role, each with the absence of today, if it is theirs: absences never overlap.
        let absent = acting_periods::commander_id.eq(people::id).or(acting_periods::acting_id.eq(people::id));
        let today =
            acting_periods::ends_on.ge(today).and(acting_periods::starts_on.le(today)).and(acting_periods::ended_at.is_null());
        type Row = (String, String, String, Option<Role>, Option<(String, String)>);
        let rows: Vec<Row> = people::table
            .left_join(person_roles::table)
            .left_join(acting_periods::table.on(absent.and(today)))
            .filter(people::id.eq(id))
            .filter(people::active.eq(true))
            .select((
                people::name,
                people::username,
                people::lang,
                person_roles::role.nullable(),
                (acting_periods::commander_id, acting_periods::acting_id).nullable(),
            ))
            .order(person_roles::role)
            .load(conn)?;
        let mut roles: Vec<Role> = rows.iter().filter_map(|row| row.3).collect();
        let Some((name, username, lang, _, acting)) = rows.into_iter().next() else { return Ok(None) };
        let (mut acting_for, mut resting) = (None, None);
        if let Some((commander, stand_in)) = acting {
            if commander == id {
                resting = Some(stand_in);
                roles.retain(|role| *role != Role::Commander);
            } else if stand_in == id && roles.iter().all(|role| role.may_act()) {
                roles.push(Role::Commander);
                acting_for = Some(commander);
            }
        }
        roles.sort();
        Ok(Some(Actor { id: id.to_owned(), name, username, lang: Lang::from_code(&lang), roles, acting_for, resting }))
    }

    /// Whether they have this role today.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// The role by which they may do this, if they may.
    pub fn may(&self, deed: Deed, standing: Standing) -> Option<Role> {
        let left = self.resting.is_some() && (deed.sees() || standing.left);
        let left = left && deed.grant(Role::Commander) != Grant::Never && !standing.owns;
        by_role(&self.roles, deed, standing).or(left.then_some(Role::Commander))
    }
}
