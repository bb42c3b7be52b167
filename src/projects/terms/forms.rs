//! What was typed about a plan's tolerances and weights, checked.

use crate::error::Complaint;
use crate::lang::Pair;
use crate::projects::alerts::model::PlanTerms;
use crate::projects::alerts::rules::Rule;
use crate::projects::evaluation::formula::Part;
use crate::web::{Fields, Form};

/// Each field of the form: its name, what it is called, the most it may be.
pub const FIELDS: [(&str, Pair, i32); 9] = [
    ("behind_percent", Rule::Behind.name(), 100),
    ("milestone_days", Rule::Milestone.name(), 60),
    ("payment_days", Rule::Payment.name(), 60),
    ("idle_days", Rule::Idle.name(), 60),
    ("budget_percent", Rule::Budget.name(), 100),
    ("weight_attainment", Part::Attainment.name(), 100),
    ("weight_timeliness", Part::Timeliness.name(), 100),
    ("weight_records", Part::Records.name(), 100),
    ("weight_cooperation", Part::Cooperation.name(), 100),
];

/// How many of the fields are tolerances; the others are weights.
pub const TOLERANCES: usize = 5;

/// The values in the order of [`FIELDS`].
pub type NewTerms = [i32; 9];

/// The values as typed.
pub fn terms(form: &mut Form) -> NewTerms {
    let new = FIELDS.map(|(name, _, most)| i32::try_from(form.whole(name, 0, most.into())).unwrap_or(0));
    if form.complaints.is_empty()
        && let Some(complaint) = check_sum(&new)
    {
        form.complain("weights", complaint);
    }
    new
}

/// What is wrong with the weights, if they do not add up to a hundred.
pub fn check_sum(new: &NewTerms) -> Option<Complaint> {
    let sum: i32 = new.iter().skip(TOLERANCES).sum();
    let said = Pair("四项权重之和应为 100，现在是 {}。", "The four weights must add up to 100; they are {}.");
    (sum != 100).then(|| Complaint::Named(said, sum.to_string()))
}

/// A version's terms as the form shows them.
pub fn filled(terms: &PlanTerms) -> Fields {
    let values = [
        terms.behind_percent,
        terms.milestone_days,
        terms.payment_days,
        terms.idle_days,
        terms.budget_percent,
        terms.weight_attainment,
        terms.weight_timeliness,
        terms.weight_records,
        terms.weight_cooperation,
    ];
    FIELDS.iter().zip(values).fold(Fields::default(), |all, ((name, ..), value)| all.with(name, value.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tolerances_have_bounds_and_weights_add_up_to_a_hundred() {
        let good = "behind_percent=10&milestone_days=0&payment_days=60&idle_days=5&budget_percent=100&weight_attainment=40&\
                    weight_timeliness=30&weight_records=20&weight_cooperation=10";
        for (from, to, wrong) in [
            ("idle_days=5", "idle_days=6", vec![]),
            ("idle_days=5", "idle_days=61", vec!["idle_days"]),
            ("idle_days=5", "idle_days=-1", vec!["idle_days"]),
            ("idle_days=5", "idle_days=", vec!["idle_days"]),
            ("idle_days=5", "idle_days=1.5", vec!["idle_days"]),
            ("budget_percent=100", "budget_percent=101", vec!["budget_percent"]),
            ("weight_records=20", "weight_records=21", vec!["weights"]),
            ("weight_records=20", "weight_records=101", vec!["weight_records"]),
        ] {
            let mut form = Form::typed(Fields::parse(good.replace(from, to).as_bytes()));
            terms(&mut form);
            let names: Vec<_> = form.complaints.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, wrong, "{to}");
        }
        let mut form = Form::typed(Fields::parse(good.as_bytes()));
        assert_eq!(terms(&mut form), [10, 0, 60, 5, 100, 40, 30, 20, 10]);
    }
}
