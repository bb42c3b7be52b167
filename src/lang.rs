//! Chinese first, English complete. A text for people is always a pair, its two languages side by side where it is shown,
//! so that one cannot exist without the other; `tests/house.rs` sees to it that one Chinese text has one English text.

/// The language of a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    Zh,
    En,
}

/// A text in Chinese and in English.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pair(pub &'static str, pub &'static str);

impl Lang {
    /// The code in the database, in forms and in `<html lang>` (`zh`, `en`).
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }

    /// The language of a code; anything unknown is Chinese.
    pub fn from_code(code: &str) -> Lang {
        if code == "en" { Lang::En } else { Lang::Zh }
    }

    /// The better of our languages for an `Accept-Language` header: English only for a reader who asks for it before Chinese.
    pub fn accepted(header: &str) -> Lang {
        let position = |code: &str| header.split(',').position(|tag| tag.trim_start().to_ascii_lowercase().starts_with(code));
        match (position("zh"), position("en")) {
            (None, Some(_)) => Lang::En,
            (Some(zh), Some(en)) if en < zh => Lang::En,
            _ => Lang::Zh,
        }
    }

    /// The one of two texts that this reader reads.
    pub fn of<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// A pair as this reader reads it.
    pub const fn say(self, pair: Pair) -> &'static str {
        match self {
            Lang::Zh => pair.0,
            Lang::En => pair.1,
        }
    }
}

/// A full-width sign as ASCII has it; the Chinese full stop is taken as the point that was meant.
pub fn narrow(character: char) -> char {
    match character {
        '￥' => '¥',
        '−' => '-',
        '。' => '.',
        // The full-width forms are in the order of ASCII.
        '！'..='～' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
        other => other,
    }
}

/// So many of something in English, whose plural ends in s: `1 contract`, `3 contracts`, `2 activities`, `5 days`.
pub fn counted(count: i64, one: &str) -> String {
    let stem = one.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    match (count, stem) {
        (1, _) => format!("1 {one}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        (_, None) => format!("{count} {one}s"),
    }
}

/// Working days in words.
pub fn working_days(lang: Lang, days: i64) -> String {
    match lang {
        Lang::Zh => format!("{days} 个工作日"),
        Lang::En => counted(days, "working day"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_of_something_is_one_or_several() {
        for (count, one, text) in [
            (0, "contract", "0 contracts"),
            (1, "activity", "1 activity"),
            (2, "activity", "2 activities"),
            (3, "working day", "3 working days"),
        ] {
            assert_eq!(counted(count, one), text);
        }
    }

    #[test]
    fn the_browser_s_wish_is_heard() {
        for (header, lang) in [
            ("", Lang::Zh),
            ("fr", Lang::Zh),
            ("zh-CN,zh;q=0.9,en;q=0.8", Lang::Zh),
            ("en-US,en;q=0.9", Lang::En),
            ("en,zh;q=0.5", Lang::En),
        ] {
            assert_eq!(Lang::accepted(header), lang, "{header}");
        }
    }
}
