//! What was typed about requests, checked.

use super::changes::{Answer, NewRequest};
use super::model::{Request, RequestKind, Ruling};
use crate::error::Complaint;
use crate::lang::Pair;
use crate::money::Money;
use crate::projects::authority::Matter;
use crate::quantity::Quantity;
use crate::web::Form;

/// A request; nothing where its kind is none, which is complained of.
pub fn request(form: &mut Form) -> Option<NewRequest> {
    let kind = form.choice("kind", RequestKind::from_code);
    let title = form.line("title", 100);
    let question = form.text("question", 4000);
    let proposal = form.text("proposal", 4000);
    let beyond = kind == Some(RequestKind::BeyondAuthority);
    let (matter, up_to) = match beyond {
        true => (form.choice("matter", Matter::from_code), Some(amount(form))),
        false => (None, None),
    };
    if kind.is_some() && !beyond && ["matter", "up_to"].iter().any(|name| !form.value(name).trim().is_empty()) {
        let said = Pair("只有超出权限的请示才填写限额。", "A limit is named only in a request beyond authority.");
        form.complain("matter", Complaint::Said(said));
    }
    if beyond && form.value("project").trim().is_empty() {
        form.complain("project", Complaint::Required);
    }
    Some(NewRequest { kind: kind?, matter, up_to, title, question, proposal, urgent: form.ticked("urgent") })
}

/// Percent for a discount, yuan otherwise: hundredths of either.
fn amount(form: &mut Form) -> i64 {
    match Matter::from_code(form.value("matter")) {
        Some(Matter::Discount) => {
            let percent = form.quantity("up_to").0;
            if percent > 10_000 {
                form.complain("up_to", Complaint::OutOfRange("0".into(), "100".into()));
            }
            percent
        }
        _ => form.money("up_to").0,
    }
}

/// The box by which the commander allows more than was asked for.
const ANYWAY: &str = "anyway";

/// More is allowed than was asked for: a slip, unless it is meant.
fn beyond(request: &Request, asked: i64, granted: i64) -> Complaint {
    let (said, figures) = match request.matter() {
        Some(Matter::Discount) => (
            Pair(
                "批准的比请示的多（请示 → 批准：{}）；确实这样批准，请勾选后再批示。",
                "More is allowed than was asked for (asked → allowed: {}); tick the box to approve it as written.",
            ),
            format!("{} % → {} %", Quantity(asked), Quantity(granted)),
        ),
        _ => (
            Pair(
                "批准的比请示的多（请示 → 批准：{} 元）；确实这样批准，请勾选后再批示。",
                "More is allowed than was asked for (asked → allowed: {} yuan); tick the box to approve it as written.",
            ),
            format!("{} → {}", Money(asked).yuan(), Money(granted).yuan()),
        ),
    };
    Complaint::Named(said, figures)
}

/// The commander's answer.
pub fn answer(form: &mut Form, request: &Request) -> Answer {
    let fits = |it: &Ruling| request.kind.rulings().contains(it);
    let ruling = form.choice("verdict", |code| Ruling::from_code(code).filter(fits));
    let instruction = form.text("instruction", 2000);
    // Left empty it is as much as was asked for.
    let up_to = match (ruling, request.matter()) {
        (Some(Ruling::Granted), Some(_)) if form.value("up_to").trim().is_empty() => None,
        (Some(Ruling::Granted), Some(Matter::Discount)) => Some(form.quantity("up_to").0),
        (Some(Ruling::Granted), Some(_)) => Some(form.money("up_to").0),
        _ => None,
    };
    if let (Some(asked), Some(granted)) = (request.up_to, up_to)
        && granted > asked
        // The box is ticked for the figure that was asked about, and for no other.
        && form.key(ANYWAY) != form.key("up_to")
        && !form.is_wrong("up_to")
    {
        form.complain(ANYWAY, beyond(request, asked, granted));
    }
    Answer { ruling: ruling.unwrap_or(Ruling::Refused), up_to, instruction }
}
