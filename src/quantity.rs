//! The numbers of indicators (指标): how many contracts, how many percent, how many hours. Two decimals are kept, as
//! with money: nobody sets a target finer than that, and a `Quantity` of yuan is the same integer as its `Money` in fen,
//! so that one column, one sum and one attainment serve every metric.

use std::fmt;

use crate::money::Mistyped;
use crate::money::digits;

/// A number in hundredths: 12.5 is `Quantity(1250)`. Its unit stands beside it in the indicator.
///
/// Sums may go beyond [`LIMIT`](Quantity::LIMIT), up to the range of `i64`. Attainment is
/// [`share`](crate::money::share) of the two integers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Quantity(pub i64);

impl Quantity {
    /// Nothing.
    pub const ZERO: Quantity = Quantity(0);

    /// The largest number that can be typed: 999,999,999,999.99.
    pub const LIMIT: Quantity = Quantity(digits::LIMIT);

    /// A count of whole things; `None` beyond the range of `i64`.
    pub fn whole(count: i64) -> Option<Quantity> {
        count.checked_mul(100).map(Quantity)
    }

    /// Reads a number that cannot be negative: `12`, `12.5`, `1,200`, `１２．５`, `60 万`. No other unit is read: the form shows
    /// which one is meant. Errors as for money: more than two decimals are refused, not rounded.
    pub fn parse(text: &str) -> Result<Quantity, Mistyped> {
        match Quantity::parse_signed(text)? {
            Quantity(hundredths) if hundredths < 0 => Err(Mistyped::Negative),
            quantity => Ok(quantity),
        }
    }

    /// As [`parse`](Quantity::parse), where a negative number makes sense (a change, a growth rate).
    pub fn parse_signed(text: &str) -> Result<Quantity, Mistyped> {
        let typed = digits::plain(text)?;
        let (minus, rest) = digits::sign(&typed);
        let size = match rest.strip_suffix('万') {
            // Ten thousand is a million hundredths.
            Some(wan) => digits::scaled(wan, 6)?,
            None => digits::scaled(rest, 2)?,
        };
        Ok(Quantity(if minus { -size } else { size }))
    }

    /// The sum; `None` beyond the range of `i64`.
    pub fn checked_add(self, other: Quantity) -> Option<Quantity> {
        self.0.checked_add(other.0).map(Quantity)
    }

    /// The difference, as what is to be reached less what is handed down; `None` beyond the range of `i64`.
    pub fn checked_sub(self, other: Quantity) -> Option<Quantity> {
        self.0.checked_sub(other.0).map(Quantity)
    }

    /// The sum of all; `None` beyond the range of `i64`.
    pub fn total(quantities: impl IntoIterator<Item = Quantity>) -> Option<Quantity> {
        quantities.into_iter().try_fold(Quantity::ZERO, Quantity::checked_add)
    }
}

/// Thousands separated, no zeros behind: `12`, `12.5`, `1,200`, `-0.05`.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = digits::two_decimals(self.0 < 0, self.0.unsigned_abs());
        f.pad(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_and_shown_without_idle_zeros() {
        for (typed, hundredths, shown) in [
            ("12", 1_200, "12"),
            ("12.5", 1_250, "12.5"),
            ("12.50", 1_250, "12.5"),
            ("0.05", 5, "0.05"),
            ("0", 0, "0"),
            ("100", 10_000, "100"),
            ("1,200", 120_000, "1,200"),
            ("１，２００．０５", 120_005, "1,200.05"),
            ("3.5 万", 3_500_000, "35,000"),
            (" 1 000 000 ", 100_000_000, "1,000,000"),
            ("999999999999.99", Quantity::LIMIT.0, "999,999,999,999.99"),
        ] {
            assert_eq!(Quantity::parse(typed), Ok(Quantity(hundredths)), "{typed}");
            assert_eq!(Quantity(hundredths).to_string(), shown);
        }
        assert_eq!(Quantity::parse_signed("-3.5"), Ok(Quantity(-350)));
        assert_eq!(Quantity(-350).to_string(), "-3.5");
        assert_eq!(Quantity(i64::MIN).to_string(), "-92,233,720,368,547,758.08");
        assert_eq!(Quantity::whole(12), Some(Quantity(1_200)));
        assert_eq!(Quantity::whole(i64::MAX), None);
    }

    #[test]
    fn what_is_no_number_is_refused_with_the_reason() {
        for (typed, mistake) in [
            (" ", Mistyped::Empty),
            ("12个", Mistyped::NotANumber),
            ("5%", Mistyped::NotANumber),
            ("¥5", Mistyped::NotANumber),
            ("1e3", Mistyped::NotANumber),
            ("1.005", Mistyped::TooManyDecimals),
            ("1000000000000", Mistyped::TooLarge),
            ("-1", Mistyped::Negative),
        ] {
            assert_eq!(Quantity::parse(typed), Err(mistake), "{typed}");
        }
    }

    #[test]
    fn what_is_handed_down_is_summed_against_what_is_to_be_reached() {
        let handed_down = Quantity::total([Quantity(150), Quantity(250)]);
        assert_eq!(handed_down, Some(Quantity(400)));
        assert_eq!(Quantity(500).checked_sub(Quantity(400)), Some(Quantity(100)));
        assert_eq!(Quantity::total([Quantity(i64::MAX), Quantity(1)]), None);
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed(hundredths in -Quantity::LIMIT.0..=Quantity::LIMIT.0) {
            let quantity = Quantity(hundredths);
            prop_assert_eq!(Quantity::parse_signed(&quantity.to_string()), Ok(quantity));
        }
    }
}
