//! The pages of customers.

mod edit;
mod index;
mod merger;
mod person;
mod show;
mod workbook;

use std::collections::BTreeMap;

pub use edit::Edit;
pub use index::Index;
pub use merger::Merger;
pub use person::PersonPage;
pub use show::Show;
pub use workbook::workbook;

use super::model::{Grade, Part, Source};
use crate::lang::Pair;
use crate::web::Shell;

/// Regions that are offered to choose from; others can be typed.
pub const REGIONS: [&str; 34] = [
    "北京",
    "天津",
    "河北",
    "山西",
    "内蒙古",
    "辽宁",
    "吉林",
    "黑龙江",
    "上海",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "广西",
    "海南",
    "重庆",
    "四川",
    "贵州",
    "云南",
    "西藏",
    "陕西",
    "甘肃",
    "青海",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
    "台湾",
];
/// The same of industries.
pub const INDUSTRIES: [&str; 18] = [
    "展览展示",
    "会展策划",
    "装备制造",
    "机电设备",
    "设备成套",
    "安装工程",
    "设计咨询",
    "广告传媒",
    "标识制作",
    "电子信息",
    "仪器仪表",
    "物流仓储",
    "建材陶瓷",
    "家具制造",
    "纺织服装",
    "商业零售",
    "文化旅游",
    "外贸",
];

/// Account name and name of everybody, by id.
type People = BTreeMap<String, (String, String)>;

fn name_of<'a>(people: &'a People, id: &str) -> &'a str {
    people.get(id).map_or("", |(_, name)| name)
}

/// Codes and names to choose from.
fn named<T: Copy>(s: &Shell, all: &[T], code: fn(T) -> &'static str, name: fn(T) -> Pair) -> Vec<(&'static str, &'static str)> {
    all.iter().map(|it| (code(*it), s.lang.say(name(*it)))).collect()
}

fn grades(s: &Shell) -> Vec<(&'static str, &'static str)> {
    named(s, Grade::ALL, Grade::code, Grade::name)
}

fn sources(s: &Shell) -> Vec<(&'static str, &'static str)> {
    named(s, Source::ALL, Source::code, Source::name)
}

fn parts(s: &Shell) -> Vec<(&'static str, &'static str)> {
    named(s, Part::ALL, Part::code, Part::name)
}
