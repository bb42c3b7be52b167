//! Reminding by hand (催办): recorded, each duty at most twice a day.

use super::model::{Duty, Reminder, Who};
use super::queries::{self, Looks};
use crate::correspondence::{answers, requests};
use crate::error::{Error, Result};
use crate::lang::Pair;
use crate::notices::changes::{tell, tell_command};
use crate::notices::model::{News, Reason};
use crate::people;
use crate::policy::{Deed, Standing};
use crate::store::Tx;
use crate::words::Role;

/// How often a duty is reminded of on one day.
pub const A_DAY: usize = answers::REMINDERS;

/// How somebody stands to a duty as one who reminds of it: the answer to what they asked themself is theirs to remind of.
fn standing(tx: &mut Tx, key: &str) -> Result<Standing> {
    let me = tx.who.id.clone();
    let owns = match key.strip_prefix("request-") {
        Some(number) => requests::queries::is_open_of(tx, &me, number)?,
        None => false,
    };
    Ok(Standing { owns, coordinates: owns, ..Standing::NONE })
}

/// Reminds whoever owes this of it; answers whether that is new, or was done a moment ago. Whoever may remind of everything does so
/// at any time, others of the answer to their own request once its day has passed.
pub fn remind(tx: &mut Tx, key: &str) -> Result<bool> {
    let standing = standing(tx, key)?;
    tx.may(Deed::Remind, standing)?;
    let (me, office, today) = (tx.who.clone(), tx.office.clone(), tx.today());
    let found = |tx: &mut Tx, looks: Looks<'_>, is: &dyn Fn(&Duty) -> bool| queries::find(tx, looks, &office, today, is);
    let seen = found(tx, Looks::Person(&me), &|it| it.called() == key)?;
    let known = queries::reminded_on(tx, &seen.key, today)?;
    if known.last().is_some_and(|last| last.by_id == me.id && tx.pressed_twice(last.at)) {
        return Ok(false);
    }
    // Whoever is reminded reads what of, also where whoever reminds them does not.
    let duty = match seen.closed {
        Some(_) => found(tx, Looks::Program, &|it| it.key == seen.key)?,
        None => seen,
    };
    if duty.is_of(&me) {
        return Err(Error::refused("这是您自己的事。", "This is your own to do."));
    }
    if tx.may(Deed::Remind, Standing::NONE).is_err() && duty.due_on >= today {
        return Err(Error::refused("还没有过期限，过了再催办。", "It is not overdue yet; remind once it is."));
    }
    if known.len() >= A_DAY {
        return Err(Error::refused("今天已经催办过两次，明天再催。", "They were reminded twice today; try again tomorrow."));
    }
    let (person_id, role) = match &duty.who {
        Who::Person(id) => (Some(id.clone()), String::new()),
        Who::Role(role) => (None, role.code().to_owned()),
    };
    let row = Reminder {
        id: tx.new_id()?,
        duty: duty.key.clone(),
        what: duty.what[0].clone(),
        what_en: duty.what[1].clone(),
        about: duty.about[0].clone(),
        person_id,
        role,
        by_id: me.id,
        acting_for_id: tx.who.acting_for.clone(),
        at: tx.now,
        on_day: today,
        nth: i32::try_from(known.len() + 1).unwrap_or(1),
    };
    tx.add(Deed::Remind.code(), &row)?;
    tell_of(tx, &duty, Reason::Reminded, Pair("有人催办", "You are reminded"))?;
    Ok(true)
}

/// Tells whoever owes something.
fn tell_of(tx: &mut Tx, duty: &Duty, reason: Reason, what: Pair) -> Result<()> {
    let news = news(duty, what);
    match &duty.who {
        Who::Person(id) => tell(tx, id, reason, &news),
        Who::Role(Role::Commander) => tell_command(tx, reason, &news, |_| true),
        Who::Role(role) => {
            for id in people::queries::ids_with_role(tx, *role)? {
                tell(tx, &id, reason, &news)?;
            }
            Ok(())
        }
    }
}

/// What is told of a duty: each is news of its own, also where several are of one project.
pub fn news(duty: &Duty, what: Pair) -> News {
    let about = |index: usize| {
        let parts = [&duty.waits[index], &duty.about[index]];
        parts.into_iter().filter(|it| !it.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
    };
    News { what, number: duty.key.clone(), about: [about(0), about(1)], href: duty.href.clone() }
}
