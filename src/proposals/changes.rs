//! Writing proposals, lessons and ideas.

use diesel::prelude::*;
use serde_json::json;

use super::model::{Idea, Lesson, LessonKind, Proposal, ProposalState};
use super::queries;
use crate::error::{Complaint, Error, Kind, Result};
use crate::notices::changes::tell;
use crate::notices::model::{News, Reason};
use crate::people;
use crate::policy::{Deed, Standing};
use crate::projects::directive::changes::{Directive, draft as draft_directive};
use crate::projects::holder;
use crate::projects::model::Project;
use crate::projects::pipeline::State;
use crate::projects::records::model::StepRecord;
use crate::projects::steps::Step;
use crate::projects::tasks::{done_steps, finish};
use crate::store::Tx;
use crate::store::schema::{packages, projects};
use crate::words::Role;

/// What a proposal says.
#[derive(Clone, Debug, Default)]
pub struct NewProposal {
    pub title: String,
    pub background: String,
    pub content: String,
    pub effect: String,
    pub needs: String,
}

fn in_proposal_stage(project: &Project) -> Result<()> {
    match project.stage {
        State::Proposal => Ok(()),
        _ => Err(Error::refused("项目现在不在提案申报。", "The project is not in its proposal stage.")),
    }
}

/// Goes on only if the person may do this, and the project is theirs.
pub fn check_owner(tx: &Tx, project: &Project, deed: Deed) -> Result<()> {
    let standing = project.standing(&tx.who, "");
    tx.may(deed, standing)?;
    match standing.owns {
        true => Ok(()),
        false => Err(Error::new(Kind::Forbidden(deed.name()))),
    }
}

/// Begins a proposal; of a project's owner while it is in its last stage, or of anybody of the sales staff from an idea.
pub fn draft(tx: &mut Tx, project: Option<&Project>, new: &NewProposal) -> Result<Proposal> {
    tx.may(Deed::DraftProposal, Standing::OWNER)?;
    if let Some(project) = project {
        in_proposal_stage(project)?;
        if project.owner_id != tx.who.id {
            return Err(Error::new(Kind::Forbidden(Deed::DraftProposal.name())));
        }
    }
    if let Some(same) = same_draft(tx, project, new)? {
        // The button was pressed twice.
        return Ok(same);
    }
    let row = Proposal {
        id: tx.new_id()?,
        number: tx.next_number("TA")?,
        project_id: project.map(|it| it.id.clone()),
        author_id: tx.who.id.clone(),
        title: new.title.clone(),
        background: new.background.clone(),
        content: new.content.clone(),
        effect: new.effect.clone(),
        needs: new.needs.clone(),
        state: ProposalState::Draft,
        created_at: tx.now,
        submitted_at: None,
        decided_by: None,
        acting_for_id: None,
        decided_at: None,
        decision: None,
        version: 1,
    };
    tx.add(Deed::DraftProposal.code(), &row)?;
    Ok(row)
}

/// A draft of the same person that says the very same.
fn same_draft(tx: &mut Tx, project: Option<&Project>, new: &NewProposal) -> Result<Option<Proposal>> {
    let author = tx.who.id.clone();
    let same = |it: &Proposal| {
        it.project_id.as_ref() == project.map(|it| &it.id)
            && [&it.background, &it.content, &it.effect, &it.needs] == [&new.background, &new.content, &new.effect, &new.needs]
    };
    Ok(queries::drafts(tx, &author, &new.title)?.into_iter().find(same))
}

fn check_author(tx: &Tx, row: &Proposal) -> Result<()> {
    if row.author_id != tx.who.id {
        return Err(Error::new(Kind::Forbidden(Deed::DraftProposal.name())));
    }
    if row.state != ProposalState::Draft {
        return Err(Error::refused("提案已经提交，不再更改。", "The proposal has been submitted and stays as it is."));
    }
    Ok(())
}

/// Its author writes on. `version` is that of the row the writer saw.
pub fn write(tx: &mut Tx, before: &Proposal, version: i32, new: &NewProposal) -> Result<Proposal> {
    check_author(tx, before)?;
    if before.version != version {
        return Err(Error::new(Kind::Late));
    }
    let mut after = before.clone();
    after.title = new.title.clone();
    after.background = new.background.clone();
    after.content = new.content.clone();
    after.effect = new.effect.clone();
    after.needs = new.needs.clone();
    tx.change(Deed::DraftProposal.code(), before, after)
}

/// Its author throws a draft away; what was submitted stays.
pub fn discard(tx: &mut Tx, row: &Proposal) -> Result<()> {
    check_author(tx, row)?;
    tx.remove("discard_proposal", row)
}

/// Submits it to the commander; step 7.3 of its project is done with that.
pub fn submit(tx: &mut Tx, before: &Proposal, project: Option<&Project>) -> Result<Proposal> {
    if before.state == ProposalState::Submitted && before.author_id == tx.who.id {
        // The button was pressed twice.
        return Ok(before.clone());
    }
    check_author(tx, before)?;
    let parts = [("background", &before.background), ("content", &before.content), ("effect", &before.effect)];
    let empty = parts.iter().filter(|(_, text)| text.is_empty());
    let complaints: Vec<_> = empty.map(|(name, _)| ((*name).to_owned(), Complaint::Required)).collect();
    if !complaints.is_empty() {
        return Err(Error::new(Kind::Invalid(complaints)));
    }
    let mut after = before.clone();
    after.state = ProposalState::Submitted;
    after.submitted_at = Some(tx.now);
    let after = tx.change("submit_proposal", before, after)?;
    if let Some(project) = project {
        finish(tx, project, Step::S7_3.code(), None)?;
        holder::settle(tx, project)?;
    }
    Ok(after)
}

/// The commander decides; nobody on their own.
pub fn decide(tx: &mut Tx, before: &Proposal, verdict: ProposalState, reason: String) -> Result<()> {
    tx.may(Deed::DecideProposal, before.standing(&tx.who))?;
    if before.state == verdict && before.decision.as_ref() == Some(&reason) {
        // The button was pressed twice.
        return Ok(());
    }
    if before.state != ProposalState::Submitted {
        return Err(Error::refused("这份提案不在待审批。", "This proposal does not wait for a decision."));
    }
    if !matches!(verdict, ProposalState::Accepted | ProposalState::Declined | ProposalState::HandedOn) {
        return Err(Error::invalid("verdict", Complaint::NotAChoice));
    }
    let mut after = before.clone();
    after.state = verdict;
    after.decided_by = Some(tx.who.id.clone());
    after.acting_for_id = tx.who.acting_for.clone();
    after.decided_at = Some(tx.now);
    after.decision = Some(reason);
    let after = tx.change(Deed::DecideProposal.code(), before, after)?;
    if verdict == ProposalState::Accepted {
        grow(tx, &after)?;
    }
    let news = News::of(verdict.name(), &after.number, &after.title, format!("/proposals/{}", after.number));
    tell(tx, &after.author_id, Reason::Proposed, &news)
}

/// An accepted proposal becomes the draft of a directive that knows its ancestor: in the package and with the owner of the project
/// it came from, for the commander to complete. One that came from no project, or whose package is closed or owner gone, waits for
/// the commander to choose these.
fn grow(tx: &mut Tx, proposal: &Proposal) -> Result<()> {
    let Some(from) = &proposal.project_id else { return Ok(()) };
    let from: Project = projects::table.find(from).select(Project::as_select()).first(&mut **tx)?;
    let open: i64 = packages::table.find(&from.package_id).filter(packages::closed.eq(false)).count().get_result(&mut **tx)?;
    let owner = people::queries::by_id(tx, &from.owner_id)?;
    let sells = people::queries::roles(tx, &owner.id)?.contains(&Role::Sales);
    if open == 0 || !owner.active || !sells || tx.who.may(Deed::DraftDirective, Standing::NONE).is_none() {
        return Ok(());
    }
    let directive = Directive {
        package_id: from.package_id,
        name: proposal.title.chars().take(80).collect(),
        sort: from.sort,
        owner_id: from.owner_id,
        task: [proposal.content.as_str(), proposal.effect.as_str()].join("\n\n"),
        arrangements: from.arrangements,
        starts_on: None,
        ends_on: None,
        limit_discount: from.limit_discount,
        limit_budget: from.limit_budget,
        limit_contract: from.limit_contract,
        indicators: Vec::new(),
    };
    draft_directive(tx, &directive, Some(proposal.id.clone()))?;
    Ok(())
}

/// The owner says, with a reason, that this round ends without a new proposal.
pub fn propose_nothing(tx: &mut Tx, project: &Project, reason: String) -> Result<()> {
    check_owner(tx, project, Deed::DraftProposal)?;
    in_proposal_stage(project)?;
    if done_steps(tx, project)?.contains(&Step::S7_3) {
        return Err(Error::refused("7.3 已经完成。", "Step 7.3 is done already."));
    }
    let row = StepRecord {
        id: tx.new_id()?,
        project_id: project.id.clone(),
        round: project.round,
        step: Step::S7_3.code().into(),
        subject: String::new(),
        person_id: tx.who.id.clone(),
        content: json!({ "reason": reason }).to_string(),
        recorded_at: tx.now,
        version: 1,
    };
    tx.add("propose_nothing", &row)?;
    finish(tx, project, Step::S7_3.code(), None)?;
    holder::settle(tx, project)?;
    Ok(())
}

/// Records a lesson or a typical experience.
pub fn record_lesson(
    tx: &mut Tx,
    project: &Project,
    kind: LessonKind,
    title: String,
    content: String,
    advice: String,
) -> Result<Lesson> {
    tx.may(Deed::RecordLesson, project.standing(&tx.who, ""))?;
    in_proposal_stage(project)?;
    let mut known = queries::lessons_of(tx, &project.id)?.into_iter();
    if let Some(same) = known.find(|it| it.title == title && it.content == content && it.person_id == tx.who.id) {
        // The button was pressed twice.
        return Ok(same);
    }
    let row = Lesson {
        id: tx.new_id()?,
        number: tx.next_number("JY")?,
        project_id: project.id.clone(),
        kind,
        title,
        content,
        advice,
        person_id: tx.who.id.clone(),
        recorded_at: tx.now,
        version: 1,
    };
    tx.add(Deed::RecordLesson.code(), &row)?;
    Ok(row)
}

/// Anybody of the department gives an idea (7.2).
pub fn give_idea(tx: &mut Tx, project: &Project, text: String) -> Result<()> {
    tx.may(Deed::GiveIdea, Standing::NONE)?;
    in_proposal_stage(project)?;
    if done_steps(tx, project)?.contains(&Step::S7_2) {
        return Err(Error::refused("征集已经结束。", "The collection is closed."));
    }
    if queries::ideas_of(tx, &project.id)?.iter().any(|it| it.text == text && it.person_id == tx.who.id) {
        // The button was pressed twice.
        return Ok(());
    }
    let row = Idea { id: tx.new_id()?, project_id: project.id.clone(), text, person_id: tx.who.id.clone(), given_at: tx.now };
    tx.add(Deed::GiveIdea.code(), &row)
}

/// The owner ends the collection of ideas.
pub fn close_ideas(tx: &mut Tx, project: &Project) -> Result<()> {
    check_owner(tx, project, Deed::AnalyseRound)?;
    in_proposal_stage(project)?;
    finish(tx, project, Step::S7_2.code(), None)?;
    holder::settle(tx, project)?;
    Ok(())
}
