//! A resolution as it is typed in one line, while everybody talks: `任务：补交样品清单 @李伟 12-05`.
//!
//! A word at the beginning says what it is, `@` and a name who answers for it, a date until when, `#` and a number which project it
//! is about. Whatever is not understood stays in the sentence.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::meetings::model::ResolutionKind;

/// What a line says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    pub content: String,
    pub kind: Option<ResolutionKind>,
    /// The id of whoever answers for it.
    pub person: Option<String>,
    pub due_on: Option<NaiveDate>,
    /// The number of a project, as typed.
    pub project: Option<String>,
}

/// For how many days a date without a year that has passed is still this year's.
const SLIP: i64 = 180;

/// Reads a line. People are named by their id, account name and name; a date without a year is this year's, or next year's if this
/// year's is long past.
pub fn read(line: &str, people: &[(String, String, String)], today: NaiveDate) -> Line {
    let mut found = Line::default();
    let mut rest = line.trim();
    for kind in ResolutionKind::ALL {
        if let Some(after) = begins(rest, kind.name().0).or_else(|| begins(rest, kind.name().1)) {
            found.kind = Some(*kind);
            rest = after;
            break;
        }
    }
    let mut words = Vec::new();
    let apart = apart(rest, people);
    // Of several days the last is the one until when: `价格 12-05 前 @李伟 12-09`.
    let until = apart.split_whitespace().enumerate().filter(|it| day(it.1, today).is_some()).last().map(|it| it.0);
    for (at, word) in apart.split_whitespace().enumerate() {
        let person = word.strip_prefix(['@', '＠']).and_then(|name| {
            let name = name.trim_end_matches(['，', ',', '、', '。']);
            people.iter().find(|it| it.1.eq_ignore_ascii_case(name) || it.2 == name)
        });
        let project = word.strip_prefix(['#', '＃']).filter(|it| it.contains('-'));
        match (person, project, day(word, today)) {
            (Some(person), ..) if found.person.is_none() => found.person = Some(person.0.clone()),
            (_, Some(number), _) if found.project.is_none() => found.project = Some(number.to_uppercase()),
            (_, _, Some(day)) if until == Some(at) => found.due_on = Some(day),
            _ => words.push(word),
        }
    }
    found.content = words.join(" ");
    if found.kind.is_none() && found.person.is_some() {
        // Somebody is to do it.
        found.kind = Some(ResolutionKind::Task);
    }
    found
}

/// Whether a line says something beside who and until when.
pub fn says_something(found: &Line, today: NaiveDate) -> bool {
    found.content.split_whitespace().any(|word| day(word, today).is_none())
}

/// A line with a space before each `@` that a person's name follows, and none after it.
fn apart(line: &str, people: &[(String, String, String)]) -> String {
    let names = |rest: &str| people.iter().any(|it| rest.starts_with(&it.2) || rest.starts_with(&it.1));
    let mut apart = String::new();
    let mut named = false;
    for (at, it) in line.char_indices() {
        if named && it.is_whitespace() {
            continue;
        }
        named = matches!(it, '@' | '＠') && names(line[at + it.len_utf8()..].trim_start());
        if named {
            apart.push(' ');
        }
        apart.push(it);
    }
    apart
}

/// The rest of a line that begins with a word and a colon.
fn begins<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let head = line.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
    let rest = &line[head.len()..];
    rest.strip_prefix(['：', ':']).map(str::trim_start)
}

/// A day: `2026-12-05`, `12-05`, `12/5`, `12月5日`, `周五` (the next one), `下周三`, `今天`, `明天`; `前` may follow.
fn day(word: &str, today: NaiveDate) -> Option<NaiveDate> {
    let word = word.trim_end_matches(['，', ',', '。', '前']).trim_end_matches("之");
    let after = |days: u64| today.checked_add_days(Days::new(days));
    match word {
        "今天" => return Some(today),
        "明天" => return after(1),
        "后天" => return after(2),
        _ => {}
    }
    let (next, name) = match word.strip_prefix('下') {
        Some(rest) => (true, rest),
        None => (false, word),
    };
    if let Some(weekday) = weekday(name) {
        let monday = crate::calendar::monday_of(today);
        let this = monday.checked_add_days(Days::new(weekday.num_days_from_monday().into()))?;
        let weeks = if next || this < today { 7 } else { 0 };
        return this.checked_add_days(Days::new(weeks));
    }
    let digits: String = word.replace(['年', '月', '/', '.'], "-").replace('日', "");
    let parts: Vec<u32> = digits.split('-').map(str::parse).collect::<Result<_, _>>().ok()?;
    match parts[..] {
        [year, month, day] if word.len() >= 8 => NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day),
        [month, day] => {
            let this = NaiveDate::from_ymd_opt(today.year(), month, day)?;
            // A day long past is next year's; one that has just passed is a slip, and is told as one.
            match today.signed_duration_since(this).num_days() > SLIP {
                true => NaiveDate::from_ymd_opt(today.year() + 1, month, day),
                false => Some(this),
            }
        }
        _ => None,
    }
}

fn weekday(name: &str) -> Option<Weekday> {
    let rest = ["周", "星期", "礼拜"].iter().find_map(|prefix| name.strip_prefix(prefix))?;
    match rest {
        "一" => Some(Weekday::Mon),
        "二" => Some(Weekday::Tue),
        "三" => Some(Weekday::Wed),
        "四" => Some(Weekday::Thu),
        "五" => Some(Weekday::Fri),
        "六" => Some(Weekday::Sat),
        "日" | "天" => Some(Weekday::Sun),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn people() -> Vec<(String, String, String)> {
        [("1", "sales1", "李伟"), ("2", "sales2", "赵强")].map(|(id, user, name)| (id.into(), user.into(), name.into())).into()
    }

    #[test]
    fn a_line_says_what_it_is_who_answers_for_it_and_until_when() {
        use ResolutionKind::{Adjustment, Directive, Information, Task};
        // Tuesday, 1 December 2026.
        let today = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
        for (typed, kind, person, due, content) in [
            ("任务：补交样品清单 @李伟 12-05", Some(Task), "1", "2026-12-05", "补交样品清单"),
            ("补交样品清单 @李伟 12月5日前", Some(Task), "1", "2026-12-05", "补交样品清单"),
            ("指令: 开拓苏北渠道 @sales2 2027-01-15", Some(Directive), "2", "2027-01-15", "开拓苏北渠道"),
            ("Task: hand the list in @SALES1 12/5", Some(Task), "1", "2026-12-05", "hand the list in"),
            ("调整：预算 不变，展台减一 @赵强， 周五", Some(Adjustment), "2", "2026-12-04", "预算 不变，展台减一"),
            ("通报：12 月 31 日放假", Some(Information), "", "", "12 月 31 日放假"),
            ("样品间加锁", None, "", "", "样品间加锁"),
            ("找 @王五 谈 下周一", None, "", "2026-12-07", "找 @王五 谈"),
            ("周一 复核 @李伟", Some(Task), "1", "2026-12-07", "复核"),
            ("一月 复盘 @李伟 1-8", Some(Task), "1", "2027-01-08", "一月 复盘"),
            ("任务：换锁@赵强 12-06", Some(Task), "2", "2026-12-06", "换锁"),
            ("任务：价格 12-05 前 @李伟 12-09", Some(Task), "1", "2026-12-09", "价格 12-05 前"),
            ("周五 复核 12-09 的清单 @李伟", Some(Task), "1", "2026-12-09", "周五 复核 的清单"),
            ("任务：换锁 @ 赵强 12-06", Some(Task), "2", "2026-12-06", "换锁"),
            ("写信到 a@ b 谈", None, "", "", "写信到 a@ b 谈"),
            ("任务：补签 @李伟 11-20", Some(Task), "1", "2026-11-20", "补签"),
            ("任务 清点 12-32 今天", None, "", "2026-12-01", "任务 清点 12-32"),
        ] {
            let found = read(typed, &people(), today);
            assert_eq!(found.kind, kind, "{typed}");
            assert_eq!(found.person.as_deref().unwrap_or_default(), person, "{typed}");
            assert_eq!(found.due_on.map(|it| it.to_string()).unwrap_or_default(), due, "{typed}");
            assert_eq!(found.content, content, "{typed}");
        }
        assert_eq!(read("补签 #sg-2026-003 @李伟", &people(), today).project.as_deref(), Some("SG-2026-003"));
    }

    #[test]
    fn days_alone_are_no_resolution() {
        let today = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
        for (typed, says) in [("指令：今天 @李伟 11-30", false), ("@李伟", false), ("12-05", false), ("今天 清点 @李伟", true)]
        {
            assert_eq!(says_something(&read(typed, &people(), today), today), says, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_nothing_of_the_sentence_is_lost(words in prop::collection::vec("[a-z@#:：0-9月日周一任务-]{1,6}", 0..8)) {
            let line = words.join(" ");
            let today = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
            let found = read(&line, &people(), today);
            let understood = [found.kind.is_some() as usize, found.person.is_some() as usize, found.due_on.is_some() as usize, found.project.is_some() as usize];
            // Each word that is not in the sentence any more stands for one thing that was understood.
            let lost = words.len() - found.content.split_whitespace().count().min(words.len());
            prop_assert!(lost <= understood.iter().sum::<usize>(), "{line}: {found:?}");
        }
    }
}
