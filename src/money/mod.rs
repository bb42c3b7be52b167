//! Money as the books keep it: whole fen, so that nothing is lost in adding. Read from what people type, shown in
//! 元 or 万元, and written in 大写 on contracts and notices. The unit word beside a number is the page's business.

/// Digits as people type and read them.
pub(crate) mod digits;

/// Amounts in the capitals of finance.
mod daxie;

/// Invoiced, received, outstanding, overdue.
pub mod settlement;

use std::fmt;

pub use digits::Mistyped;

#[cfg(test)]
mod tests;

/// Whether a unit, as metrics have one in Chinese, is that of money: its figures are fen.
pub fn is_money(unit: &str) -> bool {
    unit == "元"
}

/// An amount in fen (分, a hundredth of a yuan); may be negative.
///
/// What people type is bounded by [`LIMIT`](Money::LIMIT); sums may go beyond it, up to the range of `i64`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(pub i64);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// The largest amount that can be typed: 999,999,999,999.99 yuan.
    pub const LIMIT: Money = Money(digits::LIMIT);

    /// Reads an amount that cannot be negative, in yuan or, with the unit typed behind it, in 万元: `12,345.6`,
    /// `１２，３４５．６０元`, `3.5 万元`, `¥1,200`.
    ///
    /// Amounts are exact to the fen: two decimals in yuan, six in 万元. A third one is refused and not rounded away,
    /// for it may be a mistaken separator of thousands. Exponents are no numbers here.
    pub fn parse(text: &str) -> Result<Money, Mistyped> {
        match Money::parse_signed(text)? {
            Money(fen) if fen < 0 => Err(Mistyped::Negative),
            money => Ok(money),
        }
    }

    /// As [`parse`](Money::parse), where a negative amount makes sense (a correction, a credit).
    pub fn parse_signed(text: &str) -> Result<Money, Mistyped> {
        let typed = digits::plain(text)?;
        let (minus, rest) = digits::sign(&typed);
        let rest = rest.strip_prefix('¥').unwrap_or(rest);
        // -¥5 and ¥-5 are both written.
        let (minus, rest) = if minus { (true, rest) } else { digits::sign(rest) };
        let rest = rest.strip_suffix('元').unwrap_or(rest);
        let size = match rest.strip_suffix('万') {
            // A 万 is a million fen.
            Some(wan) => digits::scaled(wan, 6)?,
            None => digits::scaled(rest, 2)?,
        };
        Ok(Money(if minus { -size } else { size }))
    }

    /// In yuan, `12,345.60`: without unit, always two decimals.
    pub fn yuan(self) -> String {
        digits::two_decimals(self.0 < 0, self.0.unsigned_abs())
    }

    /// In 万元, `1.23`: without unit, two decimals, half a hundredth rounded away from zero.
    pub fn wan(self) -> String {
        // A hundredth of a 万元 is 10,000 fen.
        let hundredths = (self.0.unsigned_abs() + 5_000) / 10_000;
        digits::two_decimals(self.0 < 0, hundredths)
    }

    /// In the capitals of finance, `壹万贰仟叁佰肆拾伍元陆角整`, without 人民币 in front.
    ///
    /// By 正确填写票据和结算凭证的基本规定 (支付结算办法, annex 1). Where it leaves a choice, this is written: no 零 before
    /// 仟 or 角 that only follows a 0 in the place of 万 or 元, and 整 after 角.
    pub fn daxie(self) -> String {
        daxie::daxie(self.0)
    }

    /// The sum; `None` beyond the range of `i64`.
    pub fn checked_add(self, other: Money) -> Option<Money> {
        self.0.checked_add(other.0).map(Money)
    }

    /// The difference, as invoiced less received; `None` beyond the range of `i64`.
    pub fn checked_sub(self, other: Money) -> Option<Money> {
        self.0.checked_sub(other.0).map(Money)
    }

    /// The sum of all; `None` beyond the range of `i64`.
    pub fn total(amounts: impl IntoIterator<Item = Money>) -> Option<Money> {
        amounts.into_iter().try_fold(Money::ZERO, Money::checked_add)
    }
}

/// As [`yuan`](Money::yuan).
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.yuan())
    }
}

/// What share of `whole` is `part` (达成率), in basis points: hundredths of a percent, 10,000 for all of it.
///
/// Rounded down, so that 100.00 % is shown only for what was reached. `None` if there is no `whole` to have a share of
/// (zero or less), or if the share is beyond the range of `i64`.
pub fn share(part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 {
        return None;
    }
    i64::try_from((i128::from(part) * 10_000).div_euclid(i128::from(whole))).ok()
}
