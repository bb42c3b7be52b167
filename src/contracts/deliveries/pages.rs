//! The pages of a delivery: its form, and the delivery with its count.

use std::collections::BTreeMap;

use askama::Template;

use super::model::DeliveryLine;
use super::queries::{self, Found};
use crate::contracts::model::Contract;
use crate::contracts::notices;
use crate::contracts::notices::model::Notice;
use crate::contracts::notices::pages::number_of;
use crate::contracts::orders::model::OrderLine;
use crate::contracts::orders::queries::{Asked, Whole};
use crate::contracts::pages::may;
use crate::contracts::road::ContractState;
use crate::error::Result;
use crate::files;
use crate::files::model::{Attachment, SubjectKind};
use crate::lang::Pair;
use crate::people;
use crate::policy::Deed;
use crate::projects::execution::work::Work;
use crate::web::{Fields, Form, Reading, Shell};

/// The form.
#[derive(Template)]
#[template(path = "deliveries/new.html")]
pub struct New {
    s: Shell,
    form: Form,
    notice: Notice,
    contract: Contract,
    lines: Vec<Asked>,
}

impl New {
    /// For a notice of which something is still to be delivered; all of that is filled in.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<New> {
        let me = r.me.clone();
        let (notice, order, contract, project) = notices::queries::find(r, &me, number)?;
        may(r, &project, Deed::Settle)?;
        let lines = Whole::read(r, &order.id)?.asked(&notice.id);
        let form = typed.unwrap_or_else(|| {
            let mut fields =
                Fields::default().with("delivered_on", r.today.to_string()).with("signed_by", notice.receiver.as_str());
            for it in &lines {
                fields = fields.with(&format!("quantity-{}", it.line.id), number_of(it.left()));
            }
            Form { fields, ..Form::blank() }
        });
        Ok(New { s: r.shell()?, form, notice, contract, lines })
    }
}

/// The delivery.
#[derive(Template)]
#[template(path = "deliveries/show.html")]
pub struct Show {
    s: Shell,
    form: Form,
    f: Found,
    lines: Vec<(DeliveryLine, OrderLine)>,
    files: Vec<Attachment>,
    names: BTreeMap<String, String>,
    settles: bool,
}

impl Show {
    /// Reads a delivery that the reader may see; `typed` is a count, or an upload, that was refused.
    pub fn of(r: &mut Reading, number: &str, typed: Option<Form>) -> Result<Show> {
        let me = r.me.clone();
        let f = queries::find(r, &me, number)?;
        let whole = Whole::read(r, &f.order.id)?;
        let coordinator = crate::projects::tasks::coordinator(r, &f.project)?;
        let standing = f.project.standing(&me, &coordinator);
        let settles = me.may(Deed::Settle, standing).is_some() && Work::Settle.is_on(&f.project);
        let mine = whole.deliveries.iter().filter(|(it, _)| it.id == f.delivery.id).flat_map(|(_, lines)| lines);
        let lines: Vec<(DeliveryLine, OrderLine)> =
            mine.filter_map(|it| Some((it.clone(), whole.line(&it.order_line_id)?.clone()))).collect();
        let fields = filled(&f, &lines, r.today);
        let form = match typed {
            None => Form::showing(fields, f.delivery.version),
            Some(form) if form.fields.0.iter().any(|(name, _)| counts(name)) => {
                let names: Vec<(String, Pair)> = lines
                    .iter()
                    .flat_map(|(it, _)| {
                        [
                            (format!("found-{}", it.id), Pair("实盘数量", "Counted")),
                            (format!("difference-{}", it.id), Pair("差异原因", "Reason for the difference")),
                        ]
                    })
                    .collect();
                let mut labels = vec![("counted_on", Pair("盘点日期", "Counted on"))];
                labels.extend(names.iter().map(|(name, label)| (name.as_str(), *label)));
                form.against(&fields, f.delivery.version, &labels)
            }
            Some(form) => Form { complaints: form.complaints, ..Form::showing(fields, f.delivery.version) },
        };
        let files = files::queries::of(r, SubjectKind::Delivery, std::slice::from_ref(&f.delivery.id))?;
        let names = people::queries::names(r)?;
        Ok(Show { s: r.shell()?, form, f, lines, files, names, settles })
    }

    fn name(&self, id: &str) -> &str {
        self.names.get(id).map_or("", String::as_str)
    }

    fn is_counted(&self) -> bool {
        self.f.delivery.counted_on.is_some()
    }

    /// Whether it can be counted, or counted again, or taken back.
    fn may_change(&self) -> bool {
        self.settles && self.f.delivery.stands() && self.f.contract.state == ContractState::Running
    }

    fn off(&self, line: &DeliveryLine) -> String {
        match line.off() {
            None | Some(0) => String::new(),
            Some(more @ 1..) => format!("+{}", self.s.quantity(more)),
            Some(less) => self.s.quantity(less),
        }
    }

    fn agrees(&self) -> bool {
        self.lines.iter().all(|(it, _)| it.off().unwrap_or(0) == 0)
    }
}

/// Whether a field is one of the count's form; an upload has none of them.
fn counts(name: &str) -> bool {
    name == "counted_on" || name.starts_with("found-") || name.starts_with("difference-")
}

/// A count as it stands; before it is counted, as it was sent.
fn filled(f: &Found, lines: &[(DeliveryLine, OrderLine)], today: chrono::NaiveDate) -> Fields {
    let mut fields = Fields::default().with("counted_on", f.delivery.counted_on.unwrap_or(today).to_string());
    for (it, _) in lines {
        let found = it.counted.unwrap_or(it.sent);
        let found = if found == 0 { "0".to_owned() } else { number_of(found) };
        fields = fields.with(&format!("found-{}", it.id), found).with(&format!("difference-{}", it.id), it.difference.as_str());
    }
    fields
}
