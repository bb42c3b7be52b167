use crate::lang::narrow;

/// What is wrong with a number that somebody typed. Codes only: the page says it in the reader's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mistyped {
    /// Nothing, or only spaces.
    Empty,
    /// Not a decimal number, perhaps with separators of thousands.
    NotANumber,
    /// More decimals than the books keep.
    TooManyDecimals,
    /// Beyond 999,999,999,999.99 either way.
    TooLarge,
    /// Less than zero where that makes no sense.
    Negative,
}

/// The largest number that can be typed, in hundredths. A thousand of them can be added up in an `i64`, and then some.
pub(crate) const LIMIT: i64 = 99_999_999_999_999;

/// `text` in the characters of ASCII as far as numbers go: full-width signs made narrow, the Chinese full stop taken as
/// the point that was meant, spaces between digits made separators of thousands, all other spaces removed.
pub(crate) fn plain(text: &str) -> Result<String, Mistyped> {
    let mut plain = String::with_capacity(text.len());
    let mut spaced = false;
    for character in text.chars() {
        if character.is_whitespace() {
            spaced = true;
            continue;
        }
        let character = narrow(character);
        let after_digit = plain.ends_with(|last: char| last.is_ascii_digit());
        if spaced && after_digit && character.is_ascii_digit() {
            plain.push(',');
        }
        spaced = false;
        plain.push(character);
    }
    if plain.is_empty() { Err(Mistyped::Empty) } else { Ok(plain) }
}

/// Whether there is a minus, and what follows it.
pub(crate) fn sign(plain: &str) -> (bool, &str) {
    plain.strip_prefix('-').map_or((false, plain), |rest| (true, rest))
}

/// The unsigned decimal number `number` times ten to the power of `decimals`.
///
/// Errors: anything but digits, one point and separators by thousands; more than `decimals` decimals, even zeros; a
/// result above [`LIMIT`].
pub(crate) fn scaled(number: &str, decimals: usize) -> Result<i64, Mistyped> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && fraction.is_empty() {
        return Err(Mistyped::NotANumber);
    }
    if !by_thousands(whole) || !all_digits(fraction) {
        return Err(Mistyped::NotANumber);
    }
    let missing = decimals.checked_sub(fraction.len()).ok_or(Mistyped::TooManyDecimals)?;
    let places = whole.chars().chain(fraction.chars()).chain(std::iter::repeat_n('0', missing));
    let mut scaled: i64 = 0;
    for digit in places.filter_map(|place| place.to_digit(10)) {
        scaled = scaled * 10 + i64::from(digit);
        // Checked at every place: far from overflow, however many digits follow.
        if scaled > LIMIT {
            return Err(Mistyped::TooLarge);
        }
    }
    Ok(scaled)
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Digits, either all together or in groups of three: `12,34` is a slip, not 1234.
fn by_thousands(whole: &str) -> bool {
    let Some((first, groups)) = whole.split_once(',') else {
        return all_digits(whole);
    };
    (1..=3).contains(&first.len()) && all_digits(first) && groups.split(',').all(|group| group.len() == 3 && all_digits(group))
}

/// `number` with a separator after each three digits from the right: 1,234,567.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number of hundredths as 1,234.50; nothing is never negative.
pub(crate) fn two_decimals(negative: bool, hundredths: u64) -> String {
    let minus = if negative && hundredths > 0 { "-" } else { "" };
    format!("{minus}{}.{:02}", grouped(hundredths / 100), hundredths % 100)
}
