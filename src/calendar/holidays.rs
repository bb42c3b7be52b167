//! The public holidays and make-up working days that the program brings along; they fill the administrator's table once.
//!
//! 2025 and 2026 follow the State Council's yearly notices (国务院办公厅关于2025年／2026年部分节假日安排的通知, of
//! 2024-11 and 2025-11), block by block. They were compared day by day with the packages `chinesecalendar` 1.11.0 and
//! `holidays` 0.109 (`CN`), which agree. In November 2026 neither knew of a notice for 2027: its days
//! are provisional.

use chrono::NaiveDate;

use super::day::{DayKind, SpecialDay};

/// Month and day.
type On = (u32, u32);

/// One numbered paragraph of a notice: days off from `first` to `last`, weekends included, and the days made up for.
struct Rest {
    year: i32,
    name: &'static str,
    first: On,
    last: On,
    made_up: &'static [On],
}

const fn rest(year: i32, name: &'static str, first: On, last: On, made_up: &'static [On]) -> Rest {
    Rest { year, name, first, last, made_up }
}

const ANNOUNCED: [Rest; 13] = [
    rest(2025, "元旦", (1, 1), (1, 1), &[]),
    rest(2025, "春节", (1, 28), (2, 4), &[(1, 26), (2, 8)]),
    rest(2025, "清明节", (4, 4), (4, 6), &[]),
    rest(2025, "劳动节", (5, 1), (5, 5), &[(4, 27)]),
    rest(2025, "端午节", (5, 31), (6, 2), &[]),
    rest(2025, "国庆节、中秋节", (10, 1), (10, 8), &[(9, 28), (10, 11)]),
    rest(2026, "元旦", (1, 1), (1, 3), &[(1, 4)]),
    rest(2026, "春节", (2, 15), (2, 23), &[(2, 14), (2, 28)]),
    rest(2026, "清明节", (4, 4), (4, 6), &[]),
    rest(2026, "劳动节", (5, 1), (5, 5), &[(5, 9)]),
    rest(2026, "端午节", (6, 19), (6, 21), &[]),
    rest(2026, "中秋节", (9, 25), (9, 27), &[]),
    rest(2026, "国庆节", (10, 1), (10, 7), &[(9, 20), (10, 10)]),
];

/// The thirteen days that 全国年节及纪念日放假办法 (as revised by Order 795, in force since 2025-01-01) fixes by itself:
/// 元旦 1, 春节 4 (除夕 to 初三), 清明 1, 劳动节 2, 端午 1, 中秋 1, 国庆节 3. When days that fall on a weekend are made
/// good (in 2027 six of them), and what is worked in exchange for a longer rest, only the notice says: left out here.
/// The days of the lunar calendar were computed with `lunardate` 0.3.0, 清明 by the usual formula for the solar term;
/// `holidays` has the same.
const PROVISIONAL: [Rest; 7] = [
    rest(2027, "元旦", (1, 1), (1, 1), &[]),
    rest(2027, "春节", (2, 5), (2, 8), &[]),
    rest(2027, "清明节", (4, 5), (4, 5), &[]),
    rest(2027, "劳动节", (5, 1), (5, 2), &[]),
    rest(2027, "端午节", (6, 9), (6, 9), &[]),
    rest(2027, "中秋节", (9, 15), (9, 15), &[]),
    rest(2027, "国庆节", (10, 1), (10, 3), &[]),
];

/// All special days that the program knows by itself: announced for 2025 and 2026, provisional for 2027.
pub fn builtin() -> Vec<SpecialDay> {
    let mut days: Vec<SpecialDay> = ANNOUNCED.iter().flat_map(Rest::days).collect();
    days.extend(PROVISIONAL.iter().flat_map(Rest::days).map(|special| SpecialDay { provisional: true, ..special }));
    days.sort_by_key(|special| special.day);
    days
}

impl Rest {
    fn days(&self) -> impl Iterator<Item = SpecialDay> + '_ {
        let on = |(month, day): On| NaiveDate::from_ymd_opt(self.year, month, day);
        let off = on(self.first)
            .into_iter()
            .flat_map(|first| first.iter_days())
            .take_while(move |day| Some(*day) <= on(self.last))
            .map(|day| SpecialDay::new(day, DayKind::Holiday, self.name));
        let worked = self
            .made_up
            .iter()
            .filter_map(move |made_up| on(*made_up))
            .map(|day| SpecialDay::new(day, DayKind::Workday, self.name));
        off.chain(worked)
    }
}
