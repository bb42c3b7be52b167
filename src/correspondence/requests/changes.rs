//! Writing requests.

use super::model::{Advice, Request, RequestKind, RequestState, Ruling};
use super::queries;
use crate::error::{Complaint, Error, Kind, Result};
use crate::lang::Pair;
use crate::notices::changes::{tell, tell_command};
use crate::notices::model::{News, Reason};
use crate::people;
use crate::policy::{Deed, Standing};
use crate::projects::authority::{Matter, covering};
use crate::projects::model::Project;
use crate::store::Tx;
use crate::store::office::Setting;
use crate::words::Role;

/// A request as typed.
#[derive(Clone, Debug)]
pub struct NewRequest {
    pub kind: RequestKind,
    pub matter: Option<Matter>,
    /// Hundredths of a percent for a discount, fen otherwise.
    pub up_to: Option<i64>,
    pub title: String,
    pub question: String,
    pub proposal: String,
    pub urgent: bool,
}

/// Puts a matter to the commander. What is beyond authority names the project, the limit and up to what is asked.
pub fn ask(tx: &mut Tx, project: Option<&Project>, new: NewRequest) -> Result<Request> {
    put(tx, project, None, new)
}

/// Puts to the commander once more what an earlier request of the asker's did not get; one at a time.
pub fn ask_again(tx: &mut Tx, project: Option<&Project>, earlier: &Request, new: NewRequest) -> Result<Request> {
    check_asker(tx, earlier)?;
    put(tx, project, Some(earlier), new)
}

/// Goes on only if an earlier request is answered, and is not being asked again already.
fn check_again(tx: &mut Tx, earlier: &Request) -> Result<()> {
    if earlier.state == RequestState::Open {
        let said =
            Pair("上次的请示还没有批示，等批示之后再问。", "The earlier request is not answered yet; wait for its answer.");
        return Err(Error::invalid("again", Complaint::Said(said)));
    }
    let Some(open) = queries::open_again(tx, &earlier.id)? else { return Ok(()) };
    let said = Pair(
        "这件事已经再次请示（{}），正在等批示，不能同时再问一次。",
        "This was asked again already ({}) and waits for its answer; it is not asked twice at once.",
    );
    Err(Error::invalid("again", Complaint::Named(said, open.number)))
}

fn put(tx: &mut Tx, project: Option<&Project>, earlier: Option<&Request>, new: NewRequest) -> Result<Request> {
    tx.may(Deed::AskRequest, Standing::NONE)?;
    if new.kind == RequestKind::BeyondAuthority {
        check_beyond(tx, project, &new)?;
    }
    let me = tx.who.id.clone();
    let same = |it: &Request| it.question == new.question && it.proposal == new.proposal;
    if let Some(there) = queries::open_of(tx, &me, &new.title)?.into_iter().find(same) {
        let project = project.map(|it| &it.id);
        let whole = (there.kind, there.urgent, there.matter(), there.up_to) == (new.kind, new.urgent, new.matter, new.up_to);
        if whole && there.project_id.as_ref() == project {
            // The button was pressed twice.
            return Ok(there);
        }
        let said = Pair(
            "同样的请示正在等批示（{}）；要改种类、项目、限额或缓急，请先撤回它。",
            "The same request waits for its answer ({}); withdraw it first to change its kind, project, limit or urgency.",
        );
        return Err(Error::invalid("title", Complaint::Named(said, there.number)));
    }
    if let Some(earlier) = earlier {
        check_again(tx, earlier)?;
    }
    let days = u32::try_from(tx.office.setting(Setting::DaysRequest)).unwrap_or(0);
    let due_on = tx.office.calendar.add_working_days(tx.today(), if new.urgent { days.min(1) } else { days });
    let row = Request {
        id: tx.new_id()?,
        number: tx.next_number("QS")?,
        project_id: project.map(|it| it.id.clone()),
        kind: new.kind,
        matter: new.matter.map_or("", Matter::code).to_owned(),
        up_to: new.up_to,
        title: new.title,
        question: new.question,
        proposal: new.proposal,
        urgent: new.urgent,
        asker_id: me,
        asked_at: tx.now,
        due_on,
        state: RequestState::Open,
        granted: None,
        granted_up_to: None,
        instruction: String::new(),
        answered_by: None,
        acting_for_id: None,
        answered_at: None,
        confirmed_at: None,
        version: 1,
        confirm_by: None,
        again_id: earlier.map(|it| it.id.clone()),
    };
    tx.add(Deed::AskRequest.code(), &row)?;
    let what = if row.urgent { Pair("有紧急请示", "An urgent request") } else { Pair("有新的请示", "A new request") };
    let news = News::of(what, &row.number, &row.title, row.href());
    tell_command(tx, Reason::Asked, &news, |me| me.may(Deed::AnswerRequest, queries::standing(me, &row, project)).is_some())?;
    Ok(row)
}

/// What is asked for lies beyond the limit of a project that the asker answers for.
fn check_beyond(tx: &mut Tx, project: Option<&Project>, new: &NewRequest) -> Result<()> {
    let Some(project) = project else { return Err(Error::invalid("project", Complaint::Required)) };
    if project.owner_id != tx.who.id {
        let said = Pair("只有项目负责人可以请示超出权限的事。", "Only the project owner asks for more authority.");
        return Err(Error::invalid("project", Complaint::Said(said)));
    }
    let (Some(matter), Some(up_to)) = (new.matter, new.up_to) else {
        return Err(Error::invalid("matter", Complaint::Required));
    };
    if matter.limit(project).is_some_and(|limit| up_to <= limit) {
        let said = Pair("没有超出指令规定的限额，不必请示。", "This lies within the directive's limit; no request is needed.");
        return Err(Error::invalid("up_to", Complaint::Said(said)));
    }
    check_ungranted(tx, project, matter, up_to)
}

/// What is asked for was not allowed already by an answer that still stands.
fn check_ungranted(tx: &mut Tx, project: &Project, matter: Matter, up_to: i64) -> Result<()> {
    let Some(id) = covering(tx, project, matter, up_to)? else { return Ok(()) };
    let said = Pair(
        "{} 已批准到这个额度，现在有效，不必再请示。",
        "{} allows as much already and still stands; no request is needed.",
    );
    Err(Error::invalid("up_to", Complaint::Named(said, queries::number_of(tx, &id)?)))
}

/// The commander's answer (批示).
#[derive(Clone, Debug)]
pub struct Answer {
    pub ruling: Ruling,
    /// Up to what it is allowed, where a limit is asked for.
    pub up_to: Option<i64>,
    pub instruction: String,
}

/// The commander answers by an instruction; nobody answers what they asked, or what is about a project of their own.
pub fn answer(tx: &mut Tx, before: &Request, version: i32, answer: Answer) -> Result<()> {
    check_answer(tx, before)?;
    let granted = answer.ruling.granted();
    let granted_up_to = match (granted, before.matter()) {
        (Some(true), Some(_)) => answer.up_to.or(before.up_to),
        _ => None,
    };
    let same = before.granted == granted
        && before.granted_up_to == granted_up_to
        && before.instruction == answer.instruction
        && before.answered_by.as_ref() == Some(&tx.who.id);
    if same {
        // The button was pressed twice.
        return Ok(());
    }
    if before.state != RequestState::Open {
        return Err(Error::refused("这件请示已有批示，或已撤回。", "This request is answered or withdrawn."));
    }
    check_grant(tx, before, &answer)?;
    if before.version != version {
        return Err(Error::new(Kind::Late));
    }
    let after = Request {
        state: RequestState::Answered,
        granted,
        granted_up_to,
        instruction: answer.instruction,
        answered_by: Some(tx.who.id.clone()),
        acting_for_id: tx.who.acting_for.clone(),
        answered_at: Some(tx.now),
        confirm_by: Some(tx.office.calendar.add_working_days(tx.today(), CONFIRM_DAYS)),
        ..before.clone()
    };
    let after = tx.change(Deed::AnswerRequest.code(), before, after)?;
    let what = match answer.ruling {
        Ruling::Granted => Pair("请示已批示：同意", "A request was granted"),
        Ruling::Refused => Pair("请示已批示：不同意", "A request was not granted"),
        Ruling::Instructed => Pair("请示已批示：明确指示", "A request was answered by an instruction"),
    };
    tell(tx, &after.asker_id, Reason::Answered, &News::of(what, &after.number, &after.title, after.href()))
}

/// An answer fits its kind, and whoever grants something allows more than the directive does: within its limit nobody has to ask.
fn check_grant(tx: &mut Tx, request: &Request, answer: &Answer) -> Result<()> {
    if !request.kind.rulings().contains(&answer.ruling) {
        return Err(Error::invalid("verdict", Complaint::NotAChoice));
    }
    let (Ruling::Granted, Some(matter), Some(up_to)) = (answer.ruling, request.matter(), answer.up_to) else { return Ok(()) };
    let project = queries::project(tx, request)?;
    if project.is_some_and(|project| matter.limit(&project).is_some_and(|limit| up_to <= limit)) {
        let said = Pair(
            "没有超出指令规定的限额。请填写放宽到多少，不同意请选“不同意”。",
            "This lies within the directive's limit. Say up to what it is allowed, or do not grant it.",
        );
        return Err(Error::invalid("up_to", Complaint::Said(said)));
    }
    if matter == Matter::Discount && up_to > 10_000 {
        return Err(Error::invalid("up_to", Complaint::OutOfRange("0".into(), "100".into())));
    }
    Ok(())
}

/// Goes on only if the person may answer this request.
pub fn check_answer(tx: &mut Tx, request: &Request) -> Result<()> {
    let project = queries::project(tx, request)?;
    tx.may(Deed::AnswerRequest, queries::standing(&tx.who, request, project.as_ref()))?;
    Ok(())
}

fn check_asker(tx: &Tx, request: &Request) -> Result<()> {
    match request.asker_id == tx.who.id {
        true => Ok(()),
        false => Err(Error::new(Kind::Forbidden(Deed::AskRequest.name()))),
    }
}

/// The asker confirms that the answer was received; silence is never consent.
pub fn confirm(tx: &mut Tx, before: &Request) -> Result<()> {
    check_asker(tx, before)?;
    match before.state {
        RequestState::Confirmed => Ok(()),
        RequestState::Answered => {
            let after = Request { state: RequestState::Confirmed, confirmed_at: Some(tx.now), ..before.clone() };
            tx.change("confirm_answer", before, after)?;
            Ok(())
        }
        _ => Err(Error::refused("还没有批示可以确认。", "There is no answer to confirm yet.")),
    }
}

/// The asker takes back what was not answered yet.
pub fn withdraw(tx: &mut Tx, before: &Request) -> Result<()> {
    check_asker(tx, before)?;
    match before.state {
        RequestState::Withdrawn => Ok(()),
        RequestState::Open => {
            let after = Request { state: RequestState::Withdrawn, ..before.clone() };
            tx.change("withdraw_request", before, after)?;
            Ok(())
        }
        _ => Err(Error::refused("已经批示，不能撤回。", "It is answered and cannot be withdrawn.")),
    }
}

/// Within how many working days an answer is confirmed.
const CONFIRM_DAYS: u32 = 2;

/// Within how many working days advice is given.
const ADVICE_DAYS: u32 = 1;

/// The commander passes a request to the planning assistants for advice; the clock of the answer runs on.
pub fn pass_on(tx: &mut Tx, request: &Request, question: String) -> Result<()> {
    check_answer(tx, request)?;
    check_open(request)?;
    let known = queries::advice_on(tx, &request.id)?;
    if known.iter().any(|it| it.given_at.is_none() && it.question == question) {
        // The button was pressed twice.
        return Ok(());
    }
    if known.iter().any(|it| it.given_at.is_none()) {
        return Err(Error::refused("已经请企划助理提供参考，等答复后再问。", "Advice was asked for already; wait for it."));
    }
    let planners = people::queries::ids_with_role(tx, Role::Planner)?;
    if planners.iter().all(|id| *id == request.asker_id) {
        return Err(Error::refused(
            "请示人就是企划助理，没有别人可以提供参考。",
            "Its asker is the planning assistant; nobody else can give advice.",
        ));
    }
    let row = Advice {
        id: tx.new_id()?,
        request_id: request.id.clone(),
        question,
        asked_by: tx.who.id.clone(),
        acting_for_id: tx.who.acting_for.clone(),
        asked_at: tx.now,
        due_on: tx.office.calendar.add_working_days(tx.today(), ADVICE_DAYS),
        content: String::new(),
        given_by: None,
        given_at: None,
        version: 1,
    };
    tx.add("ask_advice", &row)
}

/// A planning assistant gives the advice that was asked for. It decides nothing; whoever asked the request does not advise on it.
pub fn advise(tx: &mut Tx, request: &Request, row: &Advice, version: i32, content: String) -> Result<()> {
    let owns = request.asker_id == tx.who.id;
    tx.may(Deed::AdviseRequest, Standing { owns, ..Standing::NONE })?;
    if row.content == content && row.given_by.as_ref() == Some(&tx.who.id) {
        return Ok(());
    }
    check_open(request)?;
    if row.given_at.is_some() {
        return Err(Error::refused("参考意见已经给出。", "The advice is given already."));
    }
    if row.version != version {
        return Err(Error::new(Kind::Late));
    }
    let after = Advice { content, given_by: Some(tx.who.id.clone()), given_at: Some(tx.now), ..row.clone() };
    tx.change(Deed::AdviseRequest.code(), row, after)?;
    Ok(())
}

/// Goes on only while a request waits for its answer.
fn check_open(request: &Request) -> Result<()> {
    match request.state {
        RequestState::Open => Ok(()),
        _ => Err(Error::refused("这件请示已经批示或撤回。", "This request is answered or withdrawn.")),
    }
}
