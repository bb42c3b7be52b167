//! By what a customer is found: how two names are compared, and everything that one may type into a search.

use pinyin::ToPinyin;

use crate::lang::narrow;

/// The most bytes of what is kept to be searched: an entry of an index must not grow beyond a page.
const KEPT: usize = 1_800;
/// The most words of a question.
const WORDS: usize = 5;

/// What a company's name ends or begins with that says nothing about which one it is; the longest first.
const LEGAL_FORMS: [&str; 24] = [
    "股份有限责任公司",
    "集团股份有限公司",
    "集团有限责任公司",
    "有限责任公司",
    "股份有限公司",
    "集团有限公司",
    "控股有限公司",
    "有限合伙企业",
    "个人独资企业",
    "普通合伙",
    "有限合伙",
    "有限公司",
    "股份公司",
    "总公司",
    "分公司",
    "集团",
    "公司",
    "incorporated",
    "corporation",
    "company",
    "limited",
    "coltd",
    "inc",
    "ltd",
];

/// Names of places that are read otherwise than their characters alone.
const READ_SO: [(&str, &str); 16] = [
    ("重庆", "chong qing"),
    ("厦门", "xia men"),
    ("大厦", "da sha"),
    ("长沙", "chang sha"),
    ("长春", "chang chun"),
    ("长江", "chang jiang"),
    ("长安", "chang an"),
    ("成长", "cheng zhang"),
    ("六安", "lu an"),
    ("蚌埠", "beng bu"),
    ("番禺", "pan yu"),
    ("台州", "tai zhou"),
    ("银行", "yin hang"),
    ("音乐", "yin yue"),
    ("朝阳", "chao yang"),
    ("盛行", "sheng xing"),
];

/// Narrow, small, without spaces and signs.
fn bare(text: &str) -> String {
    text.chars().map(narrow).flat_map(char::to_lowercase).filter(|it| it.is_alphanumeric()).collect()
}

/// A name as it is compared: without legal form, spaces, signs, width and case. A name that is nothing else keeps it.
pub fn likeness(name: &str) -> String {
    let whole = bare(name);
    let mut rest = whole.as_str();
    while let Some(shorter) = LEGAL_FORMS.iter().find_map(|form| rest.strip_suffix(form)) {
        if shorter.is_empty() {
            break;
        }
        rest = shorter;
    }
    rest.to_owned()
}

/// Whether a name says which customer it is: beside the legal form it has two characters at least, and not digits alone.
pub fn says_which(name: &str) -> bool {
    let own = likeness(name);
    own.chars().count() >= 2 && !own.chars().all(char::is_numeric) && !LEGAL_FORMS.contains(&own.as_str())
}

/// Whether two likenesses may be one customer: the one contains the other, and says something by itself.
pub fn is_near(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    one != other && short.chars().count() >= 2 && long.contains(short)
}

/// A text in pinyin without tones, syllable by syllable; what is no Chinese stays as it is.
fn syllables(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut rest = text;
    let mut latin = false;
    while let Some(first) = rest.chars().next() {
        if let Some((name, read)) = READ_SO.iter().find(|(name, _)| rest.starts_with(name)) {
            all.extend(read.split(' ').map(str::to_owned));
            rest = rest.get(name.len()..).unwrap_or_default();
            latin = false;
            continue;
        }
        match (first.to_pinyin(), all.last_mut()) {
            (Some(read), _) => all.push(read.plain().replace('ü', "v")),
            (None, Some(word)) if latin => word.push(first),
            (None, _) => all.push(first.to_string()),
        }
        latin = first.to_pinyin().is_none();
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    all
}

/// Digits alone, as phones are looked for.
fn digits(text: &str) -> String {
    text.chars().map(narrow).filter(char::is_ascii_digit).collect()
}

/// Everything that a customer can be looked for by, in one narrow text of small letters: number, name, pinyin, initials,
/// phones, credit code, and the names of its people.
pub fn searched<'a>(
    number: &str,
    name: &str,
    code: Option<&str>,
    phones: impl Iterator<Item = &'a str>,
    people: impl Iterator<Item = &'a str>,
) -> String {
    let plain = bare(name);
    let read = syllables(&plain);
    let initials: String = read.iter().filter_map(|it| it.chars().next()).collect();
    let mut words = vec![number.to_lowercase(), plain, read.concat(), initials];
    words.extend(code.map(str::to_lowercase));
    words.extend(phones.map(digits));
    for person in people {
        let person = bare(person);
        words.push(syllables(&person).concat());
        words.push(person);
    }
    joined(&words)
}

/// The names alone, as they are looked for by Chinese characters: a text that is read through in half the time.
pub fn names<'a>(name: &str, people: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<String> = std::iter::once(bare(name)).chain(people.map(bare)).collect();
    joined(&words)
}

/// Whether a question is found in the names if it is found at all: nothing in it could be a number or pinyin.
pub fn is_of_names(words: &[String]) -> bool {
    !words.is_empty() && words.iter().all(|word| word.chars().all(|it| !it.is_ascii()))
}

fn joined(words: &[String]) -> String {
    let mut text = String::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        if text.len() + word.len() + 1 > KEPT {
            continue;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

/// The words of a question as they stand in what is searched; every one of them must be found.
pub fn words(question: &str) -> Vec<String> {
    let narrow: String = question.chars().map(narrow).flat_map(char::to_lowercase).collect();
    // A phone may be typed in groups.
    let phone = |it: char| it.is_ascii_digit() || " -+()".contains(it);
    let trimmed = narrow.trim();
    // `2026-017` is the end of a number of ours.
    let is_number = trimmed.get(4..5) == Some("-") && trimmed.starts_with("20");
    if !is_number && trimmed.chars().filter(char::is_ascii_digit).count() >= 3 && trimmed.chars().all(phone) {
        // Abroad one dials +86 first; nobody keeps it.
        let all = digits(&narrow);
        return vec![all.strip_prefix("86").filter(|_| trimmed.starts_with("+86")).map_or(all.clone(), str::to_owned)];
    }
    let keep = |it: &char| it.is_alphanumeric() || *it == '-';
    let words = narrow.split(|it: char| it.is_whitespace() || "，,、;；".contains(it));
    let words = words.map(|word| word.chars().filter(keep).take(60).collect::<String>());
    words.filter(|word| !word.is_empty()).take(WORDS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_company_are_alike_however_they_are_written() {
        for (one, other) in [
            ("云岭展览有限公司", "云岭展览"),
            ("云岭展览有限公司", "云岭展览有限责任公司"),
            ("云岭展览（集团）股份有限公司", "云岭展览集团"),
            ("云岭 展览 有限公司", "云岭展览有限公司"),
            ("ＡＢＣ展览有限公司", "abc展览"),
            ("云岭·展览（昆明）有限公司", "云岭展览(昆明)公司"),
            ("Yunling Exhibition Co., Ltd.", "YUNLING EXHIBITION"),
            ("云岭展览总公司", "云岭展览公司"),
        ] {
            assert_eq!(likeness(one), likeness(other), "{one} {other}");
        }
        for (one, other) in [("云岭展览有限公司", "云岭会展有限公司"), ("云岭一厂", "云岭二厂"), ("公司", "集团")]
        {
            assert_ne!(likeness(one), likeness(other), "{one} {other}");
        }
        assert!(is_near(&likeness("云岭展览"), &likeness("昆明云岭展览有限公司")));
        assert!(!is_near("云岭展览", "云岭展览") && !is_near("云", "云岭展览"));
    }

    #[test]
    fn a_legal_form_or_a_number_says_nothing_about_which_company_it_is() {
        for name in ["有限公司", "集团有限公司", "（公司）", "123", "１２３ 有限公司", "甲", "甲有限公司", "Ltd.", "--", ""]
        {
            assert!(!says_which(name), "{name}");
        }
        for name in ["云岭", "云岭有限公司", "360 科技", "三一集团", "3M"] {
            assert!(says_which(name), "{name}");
        }
    }

    fn finds(question: &str) -> bool {
        let phones = ["0871-6512 3456", "138 0013 8000"];
        let text = searched(
            "KH-2026-017",
            "重庆云岭展览Ａ有限公司",
            Some("91350100M000100Y43"),
            phones.into_iter(),
            ["李雪梅"].into_iter(),
        );
        let words = words(question);
        !words.is_empty() && words.iter().all(|word| text.contains(word.as_str()))
    }

    #[test]
    fn a_customer_is_found_by_whatever_one_knows_of_it() {
        for question in [
            "云岭",
            "岭展",
            "展览a",
            "重庆云岭展览Ａ有限公司",
            "chongqingyunling",
            "yunlingzhan",
            "cqylzl",
            "ylzl",
            "YLZL",
            "13800138000",
            "+86 138 0013 8000",
            "+8613800138000",
            "138-0013",
            "138 0013 8000",
            "65123456",
            "0871-65123456",
            "91350100m000100y43",
            "100Y43",
            "kh-2026-017",
            "2026-017",
            "云岭 重庆",
            "云岭，cq",
            "李雪梅",
            "lixuemei",
            "雪梅",
        ] {
            assert!(finds(question), "{question}");
        }
        for question in ["", " ", "云山", "云岭 上海", "zhongqing", "13900139000", "％", "%", "_", "'"] {
            assert!(!finds(question), "{question}");
        }
    }

    #[test]
    fn what_is_searched_fits_into_an_index() {
        let phones = vec!["13800138000"; 400];
        let text = searched("KH-2026-001", &"壮".repeat(100), None, phones.into_iter(), std::iter::empty());
        assert!(text.len() <= KEPT && text.contains("zhuangzhuang") && text.ends_with("13800138000"));
    }
}
