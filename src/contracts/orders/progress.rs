//! How far an order has come, line by line: ordered, notified, sent, arrived. Pure; the state of the order follows from it.

use crate::stored;
use crate::words;

words! {
    /// How far an order has come.
    pub enum OrderState {
        Open = "open", "待通知", "To be notified";
        Notified = "notified", "待交货", "To be delivered";
        Delivered = "delivered", "已交货", "Delivered";
        Cancelled = "cancelled", "已取消", "Cancelled";
    }
}
stored!(OrderState);

/// One line of an order, in hundredths of its unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub ordered: i64,
    /// In notices that stand.
    pub notified: i64,
    /// In deliveries that stand.
    pub sent: i64,
    /// Of what was sent: what was counted, and what is not counted yet as it was sent.
    pub arrived: i64,
}

impl Progress {
    /// What can still be put into a notice.
    pub fn to_notify(&self) -> i64 {
        (self.ordered - self.notified).max(0)
    }

    /// What the customer still waits for.
    pub fn to_deliver(&self) -> i64 {
        (self.ordered - self.arrived).max(0)
    }
}

/// The state that follows from all lines of an order that is not cancelled.
pub fn state(lines: &[Progress]) -> OrderState {
    if lines.iter().all(|it| it.to_deliver() == 0) {
        OrderState::Delivered
    } else if lines.iter().all(|it| it.to_notify() == 0) {
        OrderState::Notified
    } else {
        OrderState::Open
    }
}

/// What so many hundredths of a unit come to at a price, in fen, half a fen rounded up.
pub fn worth(quantity: i64, price_fen: i64) -> i64 {
    let hundredths = i128::from(quantity) * i128::from(price_fen);
    i64::try_from((hundredths + 50).div_euclid(100)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(ordered: i64, notified: i64, arrived: i64) -> Progress {
        Progress { ordered, notified, sent: arrived, arrived }
    }

    #[test]
    fn an_order_is_as_far_as_its_slowest_line() {
        for (lines, expected) in [
            (vec![line(10, 0, 0)], OrderState::Open),
            (vec![line(10, 10, 0), line(5, 4, 4)], OrderState::Open),
            (vec![line(10, 10, 9), line(5, 5, 5)], OrderState::Notified),
            (vec![line(10, 10, 10), line(5, 5, 5)], OrderState::Delivered),
            // More was found than was sent.
            (vec![line(10, 10, 11)], OrderState::Delivered),
        ] {
            assert_eq!(state(&lines), expected, "{lines:?}");
        }
    }

    #[test]
    fn a_price_is_for_one_unit_and_a_quantity_in_hundredths() {
        for (quantity, price, fen) in [(100, 12_345, 12_345), (250, 1_000, 2_500), (1, 150, 2), (1, 149, 1), (0, 5, 0)] {
            assert_eq!(worth(quantity, price), fen, "{quantity} at {price}");
        }
        assert_eq!(worth(i64::MAX, i64::MAX), i64::MAX);
    }
}
