//! Settlement (结算): invoiced, received, outstanding, overdue of a contract, by one formula. Every page, list, sum and print
//! shows what this module says; what the contract's row keeps of it is written by
//! `contracts::changes::keep` alone.

use chrono::NaiveDate;

/// A part of the contract's amount and the day until which it is to be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub due_on: NaiveDate,
    /// Fen.
    pub fen: i64,
}

/// How a contract that is in force stands. All amounts in fen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settlement {
    pub amount: i64,
    pub invoiced: i64,
    pub received: i64,
    /// In the order in which they are due.
    parts: Vec<Part>,
}

/// What is paid of one part: whatever is received pays the parts in the order in which they are due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paid {
    pub part: Part,
    pub paid: i64,
}

impl Paid {
    /// What is still to come of it.
    pub fn open(&self) -> i64 {
        self.part.fen - self.paid
    }

    /// Whether it is not wholly paid after its day.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.open() > 0 && self.part.due_on < today
    }
}

impl Settlement {
    /// Of this amount and these parts, so much invoiced and received.
    pub fn new(amount: i64, invoiced: i64, received: i64, mut parts: Vec<Part>) -> Settlement {
        parts.sort_by_key(|part| part.due_on);
        Settlement { amount, invoiced, received, parts }
    }

    /// What is still to be received.
    pub fn outstanding(&self) -> i64 {
        self.amount - self.received
    }

    /// What can still be invoiced.
    pub fn to_invoice(&self) -> i64 {
        self.amount - self.invoiced
    }

    /// What is overdue on a day: what was to be paid before it, less what was received.
    pub fn overdue(&self, today: NaiveDate) -> i64 {
        let due: i64 = self.parts.iter().filter(|part| part.due_on < today).map(|part| part.fen).sum();
        (due - self.received).max(0)
    }

    /// The first day on which something is overdue if nothing more is received; none where everything is paid.
    pub fn overdue_on(&self) -> Option<NaiveDate> {
        self.next_due().and_then(|it| it.part.due_on.succ_opt())
    }

    /// The part that is to be paid next, with what is paid of it.
    pub fn next_due(&self) -> Option<Paid> {
        self.paid().into_iter().find(|it| it.open() > 0)
    }

    /// Part by part what is paid, in the order in which they are due.
    pub fn paid(&self) -> Vec<Paid> {
        let mut left = self.received;
        let take = |part: &Part| {
            let paid = part.fen.min(left).max(0);
            left -= paid;
            Paid { part: *part, paid }
        };
        self.parts.iter().map(take).collect()
    }

    /// How much of the amount is received, in whole percent rounded down.
    pub fn percent(&self) -> i64 {
        super::share(self.received, self.amount).map_or(0, |share| share / 100)
    }
}

/// Whether so much more can be taken in without going beyond the amount; nothing and less is nothing to take in.
pub fn fits(amount: i64, so_far: i64, more: i64) -> bool {
    more > 0 && so_far.checked_add(more).is_some_and(|sum| sum <= amount)
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn day(days: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 1).and_then(|first| first.checked_add_days(Days::new(days))).unwrap()
    }

    /// A contract in three parts as a table: received, today, overdue, the day on which something is overdue next.
    #[test]
    fn what_is_overdue_is_what_was_to_be_paid_before_today_less_what_was_received() {
        let parts =
            || vec![(5, 300), (10, 500), (30, 200)].into_iter().map(|(at, fen)| Part { due_on: day(at), fen }).collect();
        for (received, today, overdue, next) in [
            (0, 4, 0, Some(6)),
            (0, 5, 0, Some(6)),
            (0, 6, 300, Some(6)),
            (100, 6, 200, Some(6)),
            (300, 6, 0, Some(11)),
            (300, 11, 500, Some(11)),
            (799, 11, 1, Some(11)),
            (800, 11, 0, Some(31)),
            (900, 31, 100, Some(31)),
            (1000, 99, 0, None),
        ] {
            let it = Settlement::new(1000, 0, received, parts());
            assert_eq!(it.overdue(day(today)), overdue, "{received} received by day {today}");
            assert_eq!(it.overdue_on(), next.map(day), "{received} received");
        }
    }

    #[test]
    fn a_part_is_paid_before_the_next_one_is() {
        // Told in another order than they are due.
        let parts = vec![Part { due_on: day(9), fen: 70 }, Part { due_on: day(2), fen: 30 }];
        let it = Settlement::new(100, 0, 45, parts);
        assert_eq!(it.paid().iter().map(|it| (it.part.fen, it.paid)).collect::<Vec<_>>(), [(30, 30), (70, 15)]);
        assert_eq!((it.outstanding(), it.percent()), (55, 45));
        // What is to come next is the rest of a part, not the whole of it.
        assert_eq!(it.next_due().map(|it| (it.part.fen, it.open())), Some((70, 55)));
    }

    /// What happens to a contract's money: something is received on a day, or a receipt is taken back.
    #[derive(Clone, Debug)]
    enum Deed {
        Receive(u64, i64),
        Void(usize),
    }

    fn deeds() -> impl Strategy<Value = Vec<Deed>> {
        let one = prop_oneof![
            3 => (0u64..60, -5i64..500).prop_map(|(at, fen)| Deed::Receive(at, fen)),
            1 => any::<usize>().prop_map(Deed::Void),
        ];
        prop::collection::vec(one, 0..40)
    }

    proptest! {
        #[test]
        fn received_and_outstanding_are_the_contract_and_overdue_is_part_of_what_is_outstanding(
            parts in prop::collection::vec((0u64..60, 1i64..400), 1..8),
            deeds in deeds(),
            today in 0u64..90,
        ) {
            let parts: Vec<Part> = parts.into_iter().map(|(at, fen)| Part { due_on: day(at), fen }).collect();
            let amount: i64 = parts.iter().map(|it| it.fen).sum();
            // The receipts that count, each with its day.
            let mut receipts: Vec<(u64, i64)> = Vec::new();
            for deed in deeds {
                let so_far: i64 = receipts.iter().map(|it| it.1).sum();
                match deed {
                    Deed::Receive(at, fen) if fits(amount, so_far, fen) => receipts.push((at, fen)),
                    Deed::Receive(..) => {}
                    Deed::Void(which) if !receipts.is_empty() => { receipts.remove(which % receipts.len()); }
                    Deed::Void(_) => {}
                }
                let received: i64 = receipts.iter().map(|it| it.1).sum();
                let it = Settlement::new(amount, 0, received, parts.clone());
                prop_assert_eq!(it.received + it.outstanding(), it.amount);
                prop_assert!(it.outstanding() >= 0);
                prop_assert!((0..=it.outstanding()).contains(&it.overdue(day(today))));
                // What is paid of the parts is what was received, and none is paid more than it is.
                prop_assert_eq!(it.paid().iter().map(|it| it.paid).sum::<i64>(), received);
                prop_assert!(it.paid().iter().all(|it| it.paid <= it.part.fen && it.paid >= 0));
                // The kept day is the first on which the formula finds something overdue.
                prop_assert_eq!(it.overdue(day(today)) > 0, it.overdue_on().is_some_and(|on| on <= day(today)));
                prop_assert_eq!(
                    it.overdue(day(today)),
                    it.paid().iter().filter(|it| it.is_late(day(today))).map(Paid::open).sum::<i64>()
                );
                // The days of a month add up to the month.
                let on = |days: std::ops::Range<u64>| receipts.iter().filter(|it| days.contains(&it.0)).map(|it| it.1).sum::<i64>();
                prop_assert_eq!((0..60).map(|at| on(at..at + 1)).sum::<i64>(), received);
                prop_assert_eq!((0..30).map(|at| on(at..at + 1)).sum::<i64>(), on(0..30));
            }
        }

        #[test]
        fn nothing_beyond_the_amount_is_taken_in(amount in 0i64..1000, so_far in 0i64..1000, more in any::<i64>()) {
            prop_assert_eq!(fits(amount, so_far, more), more > 0 && i128::from(so_far) + i128::from(more) <= i128::from(amount));
        }
    }
}
