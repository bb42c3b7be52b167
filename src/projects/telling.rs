//! Who is told of what happens to a project: its owner, and the coordinator of its package; nobody before the directive is issued.

use super::model::Project;
use super::tasks::coordinator;
use crate::error::Result;
use crate::lang::Pair;
use crate::notices::changes::tell_all;
use crate::notices::model::{News, Reason};
use crate::store::Tx;

/// Tells owner and coordinator. `before` is who owned it until now, where another does.
pub fn tell_both(tx: &mut Tx, what: Pair, project: &Project, before: &str, href: String) -> Result<()> {
    if project.issued_at.is_none() {
        return Ok(());
    }
    let owners = [project.owner_id.clone(), before.to_owned()].map(|it| (it, Reason::Owned));
    let tended = (coordinator(tx, project)?, Reason::Tended);
    tell_all(tx, owners.into_iter().chain([tended]), &News::of(what, &project.number, &project.name, href))
}

/// Tells the owner alone.
pub fn tell_owner(tx: &mut Tx, what: Pair, project: &Project, href: String) -> Result<()> {
    let news = News::of(what, &project.number, &project.name, href);
    tell_all(tx, [(project.owner_id.clone(), Reason::Owned)], &news)
}

/// Tells the coordinator alone, where the owner hears of it in another way.
pub fn tell_coordinator(tx: &mut Tx, what: Pair, project: &Project) -> Result<()> {
    if project.issued_at.is_none() {
        return Ok(());
    }
    let tended = (coordinator(tx, project)?, Reason::Tended);
    tell_all(tx, [tended], &News::of(what, &project.number, &project.name, project.href()))
}
