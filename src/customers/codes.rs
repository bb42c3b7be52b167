//! Signs by which a company or a person is known: the unified social credit code (统一社会信用代码, GB 32100-2015) and phones.

use crate::lang::{Pair, narrow};

/// The characters of a credit code in the order of their values; none that could be taken for another.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// What is wrong with a code or a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// A credit code has 18 characters.
    Length,
    /// A character that is in no credit code: I, O, Z, S, V or a sign.
    Character(char),
    /// The last character does not follow from the others; this one would.
    Check(char),
    /// No phone.
    Phone,
}

impl Wrong {
    /// What is said of it; `{}` stands for [`Wrong::right`].
    pub fn said(self) -> Pair {
        match self {
            Wrong::Length => Pair("统一社会信用代码应为 18 位。", "A credit code has 18 characters."),
            Wrong::Character(_) => Pair(
                "统一社会信用代码中不会有「{}」；不用 I、O、Z、S、V。",
                "There is no “{}” in a credit code; nor I, O, Z, S, V.",
            ),
            Wrong::Check(_) => Pair(
                "校验位不符：按前 17 位，末位应为 {}。请核对有无错字。",
                "The check digit does not fit: after these 17 it would be {}. Please look for a mistyped character.",
            ),
            Wrong::Phone => Pair(
                "电话不对：手机 11 位；座机带区号，如 0571-86543210。",
                "Not a phone: mobiles have 11 digits; others with area code, as 0571-86543210.",
            ),
        }
    }

    /// The character that it is about.
    pub fn right(self) -> String {
        match self {
            Wrong::Character(it) | Wrong::Check(it) => it.to_string(),
            Wrong::Length | Wrong::Phone => String::new(),
        }
    }
}

/// The check digit of the first 17 characters' values: weights are powers of 3, all modulo 31.
fn check(values: &[usize]) -> usize {
    let (sum, _) = values.iter().take(17).fold((0, 1), |(sum, weight), value| ((sum + value * weight) % 31, weight * 3 % 31));
    (31 - sum) % 31
}

/// A credit code as it is kept: narrow, in capitals, without spaces. None for an empty one.
pub fn credit_code(typed: &str) -> Result<Option<String>, Wrong> {
    let space = |it: &char| !it.is_whitespace() && !matches!(it, '-' | '\u{200b}'..='\u{200d}' | '\u{feff}');
    let code: String = typed.chars().map(narrow).filter(space).map(|it| it.to_ascii_uppercase()).collect();
    if code.is_empty() {
        return Ok(None);
    }
    let mut values = Vec::new();
    for it in code.chars() {
        match ALPHABET.find(it) {
            Some(value) => values.push(value),
            None => return Err(Wrong::Character(it)),
        }
    }
    match (values.len(), check(&values)) {
        (18, due) if values.last() == Some(&due) => Ok(Some(code)),
        (18, due) => Err(Wrong::Check(ALPHABET.chars().nth(due).unwrap_or('?'))),
        _ => Err(Wrong::Length),
    }
}

/// The whole code of which these are the first 17 characters; none where they cannot be.
pub fn completed(first: &str) -> Option<String> {
    let values: Vec<usize> = first.chars().filter_map(|it| ALPHABET.find(it)).collect();
    let due = ALPHABET.chars().nth(check(&values))?;
    (values.len() == 17 && first.chars().count() == 17).then(|| format!("{first}{due}"))
}

/// A phone as it is kept: a mobile as 11 digits, a fixed line as area code, hyphen, number; others with their country's
/// code. Empty for an empty one.
pub fn phone(typed: &str) -> Result<String, Wrong> {
    let text: String =
        typed.chars().map(narrow).filter(|it| !it.is_whitespace() && !"()（）.·\u{200b}\u{feff}".contains(*it)).collect();
    let text = text.replace(['—', '–', '－', '─'], "-");
    if text.is_empty() {
        return Ok(text);
    }
    let (text, extension) = match text.split_once(['转', '#', 'x', '*']) {
        Some((text, extension)) => (text.to_owned(), extension.to_owned()),
        None => (text, String::new()),
    };
    let plus = text.starts_with('+');
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let groups = text.trim_start_matches('+').split('-').collect::<Vec<_>>();
    let fine = |it: &str| it.chars().all(|it| it.is_ascii_digit());
    if !groups.iter().all(|it| fine(it)) || !fine(&extension) || extension.len() > 6 {
        return Err(Wrong::Phone);
    }
    // An extension may also stand behind a second hyphen.
    let (digits, extension) = match groups.as_slice() {
        [area, number, last] if extension.is_empty() && area.starts_with('0') && !number.is_empty() && last.len() <= 5 => {
            (format!("{area}{number}"), (*last).to_owned())
        }
        _ => (digits, extension),
    };
    let kept = national(&digits, plus).ok_or(Wrong::Phone)?;
    Ok(if extension.is_empty() { kept } else { format!("{kept}-{extension}") })
}

/// The digits of a phone as they are written.
fn national(digits: &str, plus: bool) -> Option<String> {
    let own = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86")).filter(|rest| rest.len() >= 10);
    let digits = own.unwrap_or(digits);
    if plus && own.is_none() {
        return (8..=15).contains(&digits.len()).then(|| format!("+{digits}"));
    }
    let mobile = |it: &str| {
        it.len() == 11 && it.starts_with('1') && !it.starts_with(['0', '2']) && !it.starts_with("10") && !it.starts_with("12")
    };
    if mobile(digits) {
        return Some(digits.to_owned());
    }
    // Behind the country's code the area's loses its nought.
    let with_nought = if own.is_some() && !digits.starts_with('0') { format!("0{digits}") } else { digits.to_owned() };
    if with_nought.starts_with('0') && !with_nought.starts_with("00") {
        let area = if with_nought.starts_with("01") || with_nought.starts_with("02") { 3 } else { 4 };
        let (area, number) = (with_nought.get(..area)?, with_nought.get(area..)?);
        return (7..=8).contains(&number.len()).then(|| format!("{area}-{number}"));
    }
    let service = digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800"));
    // Within the own town the area is left out.
    let local = (7..=8).contains(&digits.len()) && !digits.starts_with(['0', '1']);
    let short = digits.len() == 5 && digits.starts_with(['1', '9']);
    (service || local || short).then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_credit_codes_are_right_and_each_mistyped_character_is_noticed() {
        let published = [
            "91350100M000100Y43",
            "91330100799655058B",
            "9144030071526726XG",
            "914403001922038216",
            "91110000802100433B",
            "91110108551385082Q",
            "911103026605015136",
            "91440101717852200L",
            "911100007109310534",
        ];
        for code in published {
            assert_eq!(credit_code(code), Ok(Some(code.to_owned())));
            for at in 0..18 {
                for other in ALPHABET.chars().filter(|it| code.chars().nth(at) != Some(*it)) {
                    let mut wrong: Vec<char> = code.chars().collect();
                    wrong[at] = other;
                    assert!(credit_code(&wrong.iter().collect::<String>()).is_err(), "{code} {at} {other}");
                }
            }
        }
        assert_eq!(credit_code(" ９１３５０１００m000100y43 "), Ok(Some(published[0].to_owned())));
        assert_eq!(credit_code("  "), Ok(None));
        assert_eq!(credit_code("91350100M000100Y44"), Err(Wrong::Check('3')));
        assert_eq!(credit_code("91350100M000100Y4"), Err(Wrong::Length));
        assert_eq!(credit_code("9I350100M000100Y43"), Err(Wrong::Character('I')));
    }

    #[test]
    fn a_phone_is_kept_in_one_way_however_it_is_typed() {
        for (typed, kept) in [
            ("138 0013 8000", "13800138000"),
            ("＋86 138-0013-8000", "13800138000"),
            ("0086 13800138000", "13800138000"),
            ("(0571) 8654 3210", "0571-86543210"),
            ("057186543210", "0571-86543210"),
            ("010-65123456", "010-65123456"),
            ("+86 10 65123456", "010-65123456"),
            ("021—65123456", "021-65123456"),
            ("0571-86543210-802", "0571-86543210-802"),
            ("0571-86543210转802", "0571-86543210-802"),
            ("400-820-8820", "4008208820"),
            ("86543210", "86543210"),
            ("95588", "95588"),
            ("+852 2345 6789", "+85223456789"),
            ("", ""),
        ] {
            assert_eq!(phone(typed), Ok(kept.to_owned()), "{typed}");
            assert_eq!(phone(kept), Ok(kept.to_owned()), "{kept} again");
        }
        for wrong in
            ["1380013800", "138001380001", "12800138000", "abc", "0571", "-", "电话", "138,0013", "00000000000", "１３８"]
        {
            assert_eq!(phone(wrong), Err(Wrong::Phone), "{wrong}");
        }
    }
}
