//! The customers of a department that is told for measuring, and what its people do with them: as many as one likes, each with a
//! name of its own; the same random numbers tell the same.

use std::collections::BTreeSet;

use fastrand::Rng;

use super::dealings::{Contact, Happening};
use crate::correspondence::requests::model::Ruling;
use crate::customers::changes::{Facts, PersonFacts};
use crate::customers::codes::completed;
use crate::customers::model::{ActivityKind, Grade, ObjectionKind, Outcome, Part, Source, Weight};

/// Surnames, a character each.
pub const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕";
/// Given names.
pub const GIVEN: [&str; 30] = [
    "伟", "芳", "敏", "静", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超", "晓东", "志刚", "丽华", "建国",
    "海燕", "文博", "雨桐", "子涵", "思远", "佳怡", "俊杰", "雪梅", "振华", "立新", "春生",
];
/// Towns.
pub const PLACES: [&str; 40] = [
    "上海", "苏州", "无锡", "常州", "南京", "南通", "杭州", "宁波", "温州", "绍兴", "嘉兴", "金华", "合肥", "芜湖", "福州",
    "厦门", "泉州", "南昌", "济南", "青岛", "烟台", "郑州", "洛阳", "武汉", "宜昌", "长沙", "株洲", "广州", "深圳", "东莞",
    "佛山", "珠海", "惠州", "中山", "南宁", "柳州", "成都", "重庆", "西安", "天津",
];
/// The province of the town at the same place.
#[rustfmt::skip]
const REGIONS: [&str; 40] = [
    "上海", "江苏", "江苏", "江苏", "江苏", "江苏", "浙江", "浙江", "浙江", "浙江", "浙江", "浙江", "安徽", "安徽", "福建",
    "福建", "福建", "江西", "山东", "山东", "山东", "河南", "河南", "湖北", "湖北", "湖南", "湖南", "广东", "广东", "广东",
    "广东", "广东", "广东", "广东", "广西", "广西", "四川", "重庆", "陕西", "天津",
];
/// What companies do.
pub const TRADES: [&str; 16] = [
    "机电",
    "安装",
    "陶瓷",
    "纺织",
    "食品",
    "包装",
    "印刷",
    "家具",
    "模具",
    "水务",
    "港口",
    "物流",
    "冷链",
    "园区",
    "设计院",
    "学校",
];
/// Of two of these a company's own name is made.
const FIRST: &str = "华宏瑞金天恒联东新盛嘉德信荣远中泰博海星云锦鼎亿安永创科智达";
const SECOND: &str = "信达景石域源创方华泰兴邦诚昌航原祥雅润辰岭程丰联康顺业通汇成";

/// So many activities a customer on average; every fifth of those who are spoken with is known from elsewhere.
const EACH: usize = 4;

/// The customers so far.
#[derive(Default)]
pub struct Market {
    known: usize,
}

/// The name of the nth customer; no two are the same.
fn name(nth: usize) -> (usize, usize, String) {
    let (first, second): (Vec<char>, Vec<char>) = (FIRST.chars().collect(), SECOND.chars().collect());
    let (place, trade, again) = (nth % PLACES.len(), nth / PLACES.len() % TRADES.len(), nth / PLACES.len() / TRADES.len());
    // A step that has no factor in common with the number of all own names.
    let own = (again * 1117 + place * 131 + trade * 17) % (first.len() * second.len());
    let pick = |from: &[char], at: usize| from.get(at % from.len()).copied().unwrap_or('华');
    let own = format!("{}{}", pick(&first, own), pick(&second, own / first.len()));
    let (town, business) = (PLACES.get(place).copied().unwrap_or_default(), TRADES.get(trade).copied().unwrap_or_default());
    (place, trade, format!("{town}{own}{business}有限公司"))
}

/// One of these, by how often each comes out of a hundred.
fn drawn<T: Copy>(rng: &mut Rng, weights: &[(T, u32)], otherwise: T) -> T {
    let mut at = rng.u32(..100);
    for (it, weight) in weights {
        match at.checked_sub(*weight) {
            Some(rest) => at = rest,
            None => return *it,
        }
    }
    otherwise
}

fn phone(rng: &mut Rng) -> String {
    format!("1{}{:09}", rng.u32(3..10), rng.u32(..1_000_000_000))
}

/// Somebody's name.
fn somebody(rng: &mut Rng) -> String {
    let surname = SURNAMES.chars().nth(rng.usize(..SURNAMES.chars().count())).unwrap_or('王');
    format!("{surname}{}", GIVEN.get(rng.usize(..GIVEN.len())).copied().unwrap_or_default())
}

impl Market {
    /// A customer that nobody knows yet, with one or two of its people.
    fn newcomer(&mut self, rng: &mut Rng) -> (String, Happening) {
        let nth = self.known;
        self.known += 1;
        let (place, trade, name) = name(nth);
        let of = |list: &[&str], at: usize| list.get(at).copied().unwrap_or_default().to_owned();
        let sources =
            [(Source::Exhibition, 25), (Source::Visit, 20), (Source::Call, 20), (Source::Referral, 15), (Source::Network, 15)];
        let facts = Facts {
            // Of every third nobody knows it yet.
            credit_code: if nth % 3 == 2 { None } else { completed(&format!("91990100MA{nth:07}")) },
            region: of(&REGIONS, place),
            industry: of(&TRADES, trade),
            source: drawn(rng, &sources, Source::Other),
            grade: drawn(rng, &[(Grade::A, 10), (Grade::B, 25), (Grade::C, 45)], Grade::D),
            phone: if rng.bool() {
                format!("0{:03}-{:08}", 510 + place, rng.u32(10_000_000..100_000_000))
            } else {
                String::new()
            },
            address: String::new(),
            note: String::new(),
            name: name.clone(),
        };
        let mut person = |part, post: &str| PersonFacts {
            name: somebody(rng),
            part,
            post: post.to_owned(),
            phone: phone(rng),
            wechat: String::new(),
            note: String::new(),
        };
        let mut people = vec![person(Part::Handles, "采购部经理")];
        if nth.is_multiple_of(2) {
            people.push(person(Part::Decides, "总经理"));
        }
        (name, Happening::Found { facts, people })
    }

    /// So many activities of one project, with customers of whom most were unknown before, and what comes of them.
    pub fn contacts(&mut self, activities: usize, rng: &mut Rng) -> Vec<Contact> {
        let mut all = Vec::with_capacity(activities * 2);
        let mut met = BTreeSet::new();
        let mut left = activities;
        while left > 0 {
            let old = name(rng.usize(..self.known.max(1))).2;
            let customer = if self.known > 0 && rng.u8(..5) == 0 && !met.contains(&old) {
                old
            } else {
                let (name, found) = self.newcomer(rng);
                all.push(Contact { customer: name.clone(), hours: 1, what: found });
                name
            };
            met.insert(customer.clone());
            let share = rng.usize(EACH - 2..=EACH + 2).min(left);
            left -= share;
            talks(&mut all, &customer, share, rng);
        }
        if rng.u8(..5) == 0
            && let Some(last) = all.last().map(|it| it.customer.clone())
        {
            asks(&mut all, &last, rng);
        }
        all
    }
}

/// What is said in so many talks with a customer, and what it leads to.
fn talks(all: &mut Vec<Contact>, customer: &str, count: usize, rng: &mut Rng) {
    let mut add = |hours, what| all.push(Contact { customer: customer.to_owned(), hours, what });
    add(0, Happening::Chosen { grounds: "近期有采购计划，列为目标。".into() });
    let (mut objected, mut offered) = (false, false);
    for at in 0..count {
        let (kind, said, result) = match rng.u8(..8) {
            0 | 1 => (ActivityKind::Call, "电话介绍，约定登门。", Outcome::Advanced),
            2 | 3 => (ActivityKind::Visit, "登门拜访，现场看了使用条件。", Outcome::Advanced),
            4 => (ActivityKind::Demonstration, "现场演示主要型号。", Outcome::Advanced),
            5 => (ActivityKind::Message, "发了资料和案例。", Outcome::Unchanged),
            6 => (ActivityKind::Call, "打了两次，没有人接。", Outcome::NotReached),
            _ => (ActivityKind::Visit, "谈交货期与价格。", Outcome::Unchanged),
        };
        // Two that say the same would be one button pressed twice.
        let said = format!("{said}（第 {} 次）", at + 1);
        let next = (at + 1 < count || rng.u8(..10) > 0).then(|| ("再联系".into(), rng.u64(2..25)));
        add(2, Happening::Done { kind, said, result, next });
        if !objected && rng.u8(..20) == 0 {
            objected = true;
            objects(&mut add, rng);
        }
        if !offered && rng.u8(..25) == 0 {
            offered = true;
            let list = rng.i64(200..3_000) * 10_000;
            let (title, content) = ("展示设备供应方案".into(), "供应展示柜体与照明系统，含运输与安装。".into());
            add(1, Happening::Offers { title, content, list, price: list * 97 / 100 });
            if rng.u8(..4) > 0 {
                let accepted = rng.u8(..3) > 0;
                let said = if accepted { "同意，等合同。" } else { "总价还要再降一些。" };
                add(1, Happening::Answers { accepted, said: said.into() });
            }
        }
    }
    if !offered && rng.u8(..12) == 0 {
        add(0, Happening::Drops { why: "年内没有预算。".into() });
    }
}

/// An objection: a minor one the salesperson settles; a serious one goes to the specialists.
fn objects(add: &mut impl FnMut(i64, Happening), rng: &mut Rng) {
    let kinds = [ObjectionKind::Price, ObjectionKind::Quality, ObjectionKind::Delivery, ObjectionKind::Terms];
    let kind = kinds.get(rng.usize(..kinds.len())).copied().unwrap_or(ObjectionKind::Price);
    let serious = rng.u8(..3) == 0;
    let weight = if serious { Weight::Serious } else { Weight::Minor };
    add(1, Happening::Objects { kind, weight, said: "希望条件再宽一些，否则找现在的供应商。".into() });
    if serious {
        add(1, Happening::Passes { asked: "能否调整配置以满足要求？请给出做法。".into() });
        if rng.u8(..6) == 0 {
            return;
        }
        add(1, Happening::Designs { design: "改用现货型号分两批交，附检测报告。".into() });
    }
    if rng.u8(..5) > 0 {
        let overcome = rng.u8(..4) > 0;
        add(1, Happening::Settles { overcome, outcome: "按方案答复，双方说清。".into() });
    }
}

/// The owner is not sure of something and asks; most is answered.
fn asks(all: &mut Vec<Contact>, customer: &str, rng: &mut Rng) {
    let mut add = |what| all.push(Contact { customer: customer.to_owned(), hours: 4, what });
    add(Happening::Asks {
        // Two that say the same would be one button pressed twice.
        title: format!("样品押金是否收取：{customer}"),
        question: format!("试用样品价值较高，{customer}不愿付押金。"),
        proposal: "签试用协议、不收押金，逾期不还按价折算。".into(),
    });
    if rng.u8(..8) > 0 {
        add(Happening::Instructs {
            ruling: if rng.u8(..4) > 0 { Ruling::Granted } else { Ruling::Instructed },
            instruction: "按所拟办法办，留存试用协议。".into(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::search::likeness;

    #[test]
    fn no_two_customers_have_the_same_name() {
        let names: BTreeSet<String> = (0..60_000).map(|nth| likeness(&name(nth).2)).collect();
        assert_eq!(names.len(), 60_000);
    }

    #[test]
    fn there_is_about_a_customer_for_every_five_activities() {
        let (mut market, mut rng) = (Market::default(), Rng::with_seed(1));
        let mut activities = 0;
        for _ in 0..100 {
            let all = market.contacts(50, &mut rng);
            activities += all.iter().filter(|it| matches!(it.what, Happening::Done { .. })).count();
        }
        assert_eq!(activities, 5_000);
        assert!((900..1_200).contains(&market.known), "{}", market.known);
    }
}
