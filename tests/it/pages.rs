//! What people read: the history's sentences, and that every page speaks one language only.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};
use serde_json::Value;
use shuguang::clock::Zone;
use shuguang::demo::department::tell;
use shuguang::demo::story::PASSWORD;
use shuguang::lang::Lang;
use shuguang::projects::pipeline::State;
use shuguang::projects::planning::changes::{Draft, write};
use shuguang::projects::planning::queries;
use shuguang::projects::queries::find;
use shuguang::store::schema::trail;

use crate::office::{Office, Visitor};
use crate::story::{cast, package, project_in};

fn speak(visitor: &Visitor, lang: Lang) {
    visitor.post("/language", &[("lang", lang.code()), ("back", "/")]);
}

#[test]
fn the_history_says_what_changed_from_what_to_what() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let number = project_in(&office, &cast, &package, State::DirectiveDraft);
    let zhou = office.sign_in("周立明");
    office.at("2026-11-23 10:00");
    let edit = zhou.get(&format!("/projects/{number}/directive/edit"));
    let form = edit.form(&format!("/projects/{number}/directive"));
    zhou.send(&form, &[("limit_budget", "18000"), ("arrangements", "")]).is(303);
    let history = format!("/projects/{number}/history");
    zhou.get(&history)
        .shows("周立明 修订指令：清空协调与联络安排（原为 计调每周协助排期。）；将预算限额由 50,000 元 改为 18,000 元。")
        .shows("周立明 草拟指令，项目进入「指令草拟中」：指标「签约额」1,200,000 元，2027-02-26 周五 前；指标「试用家数」3 家，2027-02-26 周五 前。");
    speak(&zhou, Lang::En);
    zhou.get(&history)
        .shows("周立明 amended the directive: cleared the arrangements for coordination (it was 计调每周协助排期。); changed the budget limit from 50,000 yuan to 18,000 yuan.")
        .shows("周立明 drafted the directive; the project is now in “Directive being drafted”: indicator “Signed amount” 1,200,000 yuan by 2027-02-26 Fri; indicator “Trials” 3 customers by 2027-02-26 Fri.");
    // What somebody wrote may end with a stop of its own: there is one.
    speak(&zhou, Lang::Zh);
    let edit = zhou.get(&format!("/projects/{number}/directive/edit"));
    let form = edit.form(&format!("/projects/{number}/directive"));
    zhou.send(&form, &[("arrangements", "财务协助核价。")]).is(303);
    zhou.get(&history).shows("财务协助核价。").does_not_show("。。");
}

#[test]
fn a_plan_written_again_is_told_line_by_line() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let number = project_in(&office, &cast, &package, State::Deliberation);
    office.at("2026-12-01 10:00");
    let (zhou, li) = (office.sign_in("周立明"), office.sign_in("李伟"));
    let draft = office.act(&li, |tx| {
        let who = tx.who.clone();
        let project = find(tx, &who, &number)?;
        let newest = queries::newest(tx, &project.id)?.expect("a plan");
        let draft = Draft::of(&queries::plan(tx, newest)?);
        write(tx, &project, 0, &draft).map(|_| draft)
    });
    office.at("2026-12-01 11:00");
    office.act(&li, |tx| {
        let who = tx.who.clone();
        let project = find(tx, &who, &number)?;
        let newest = queries::newest(tx, &project.id)?.expect("a plan");
        let mut draft = draft.clone();
        draft.budget[0].1 = 400_000;
        draft.steps[0].who = "赵强".into();
        draft.actions.pop();
        write(tx, &project, newest.version, &draft)
    });
    let history = format!("/projects/{number}/history");
    zhou.get(&history)
        .shows("李伟 起草计划：")
        .shows("将预算合计由 11,000 元 改为 7,000 元")
        .shows("将预算「差旅」的金额由 8,000 元 改为 4,000 元")
        .shows("将步骤「完成客户筛选」的负责由 李伟 改为 赵强")
        .shows("删除行动「登门拜访与演示」")
        // What stayed as it was is not told.
        .does_not_show("「完成签约」");
    speak(&zhou, Lang::En);
    zhou.get(&history)
        .shows("李伟 drafted the plan:")
        .shows("changed the whole budget from 11,000 yuan to 7,000 yuan")
        .shows("removed the action “登门拜访与演示”");
}

#[test]
fn records_of_steps_are_told_by_the_step_s_name_in_the_reader_s_language() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let number = project_in(&office, &cast, &package, State::Deliberation);
    let zhou = office.sign_in("周立明");
    let history = format!("/projects/{number}/history");
    zhou.get(&history).shows("李伟 记录「2.1 信息搜集」。").shows("李伟 报送论证（计划第 1 版），项目进入「论证决策」。");
    speak(&zhou, Lang::En);
    zhou.get(&history)
        .shows("李伟 recorded “2.1 Information gathered”.")
        .shows("李伟 submitted the plan for deliberation (version 1 of the plan); the project is now in “Deliberation”.")
        .does_not_show("信息搜集");
}

#[test]
fn the_trail_calls_fields_by_their_names() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    project_in(&office, &cast, &package, State::Planning);
    let zhou = office.sign_in("周立明");
    zhou.get("/admin/trail?kind=projects").shows("预算限额 50,000 元").does_not_show("limit_budget");
    speak(&zhou, Lang::En);
    zhou.get("/admin/trail?kind=projects").shows("Budget limit 50,000 yuan").does_not_show("limit_budget");
}

#[test]
fn the_planning_assistant_sees_where_information_is_asked_for() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let number = project_in(&office, &cast, &package, State::Planning);
    let desk = office.sign_in("王芳").get("/");
    desk.shows("请我提供信息").shows("2.1 信息搜集");
    assert!(desk.has(&format!("a[href=\"/projects/{number}/steps/2.1\"]")));
}

#[test]
fn the_inbox_says_why_how_long_and_since_when() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    project_in(&office, &cast, &package, State::Planning);
    let li = office.sign_in("李伟");
    li.get("/tasks").shows("由项目负责人负责 限 3 个工作日 11-23 起");
    speak(&li, Lang::En);
    li.get("/tasks").shows("for: Project owner 3 working days allowed since 11-23");
}

/// Everything that people typed or that is a name: what the trail holds.
#[derive(Default)]
struct Typed {
    texts: BTreeSet<String>,
    /// How far the trail was read.
    seq: i64,
}

impl Typed {
    /// Reads what was written since.
    fn read_on(&mut self, office: &Office) {
        fn take(value: &Value, all: &mut BTreeSet<String>) {
            match value {
                Value::String(text) => {
                    if let Ok(inner @ Value::Object(_)) = serde_json::from_str(text) {
                        take(&inner, all);
                    }
                    // A sentence quotes without the full stop at the end.
                    let lines = text.lines().chain([text.as_str()]).flat_map(|it| [it, it.trim_end_matches(['。', '.'])]);
                    all.extend(lines.map(|it| it.split_whitespace().collect::<Vec<_>>().join(" ")));
                }
                Value::Object(map) => map.values().for_each(|it| take(it, all)),
                _ => {}
            }
        }
        // What stood there before was written once.
        let rows: Vec<(i64, Option<String>)> = office
            .store()
            .read(|conn| {
                let rows = trail::table.filter(trail::seq.gt(self.seq)).order(trail::seq);
                Ok(rows.select((trail::seq, trail::after)).load(conn)?)
            })
            .unwrap_or_else(|error| panic!("{}", error.account()));
        for (seq, json) in rows {
            self.seq = seq;
            if let Some(json) = json {
                take(&serde_json::from_str(&json).expect("an object"), &mut self.texts);
            }
        }
        self.texts.remove("");
    }

    /// Whether one of the texts begins so.
    fn begins(&self, start: &str) -> bool {
        self.texts.range(start.to_owned()..).next().is_some_and(|it| it.starts_with(start))
    }
}

/// Texts by how they begin, to be taken out of others.
struct Pieces<'a>(HashMap<char, Vec<&'a str>>);

impl<'a> Pieces<'a> {
    fn of(texts: impl Iterator<Item = &'a str>) -> Pieces<'a> {
        let mut all: HashMap<char, Vec<&str>> = HashMap::new();
        for text in texts {
            all.entry(text.chars().next().unwrap_or_default()).or_default().push(text);
        }
        Pieces(all)
    }

    /// Those that stand in a text, the longest first, so that no piece of one is left.
    fn within(&self, text: &str) -> Vec<&'a str> {
        let letters: BTreeSet<char> = text.chars().collect();
        let some = letters.iter().filter_map(|it| self.0.get(it)).flatten().copied();
        let mut found: Vec<&str> = some.filter(|it| it.len() <= text.len() && text.contains(it)).collect();
        found.sort_by_key(|it| std::cmp::Reverse(it.len()));
        found
    }
}

/// An address without what counts things: pages of one kind have one shape. Each step is a kind of its own.
fn shape(path: &str) -> String {
    let (start, step) = path.split_once("/steps/").map_or((path, ""), |(start, rest)| (start, rest.get(..3).unwrap_or(rest)));
    // An id counts as well.
    let is_id = |it: &&str| it.len() == 36 && it.bytes().all(|it| it == b'-' || it.is_ascii_hexdigit());
    let start: String = start
        .split_inclusive(['/', '=', '&'])
        .map(|it| if is_id(&it.trim_end_matches(['/', '=', '&'])) { "#/" } else { it })
        .collect();
    let mut shape = String::new();
    for letter in start.chars() {
        let letter = if letter.is_ascii_digit() { '#' } else { letter };
        if !(letter == '#' && shape.ends_with('#')) {
            shape.push(letter);
        }
    }
    format!("{shape} {step}")
}

/// A text of a page, in one piece and without what stands for a letter.
fn plain(text: &str) -> String {
    let text = ["<", ">", "&", "\"", "'"]
        .iter()
        .fold(text.to_owned(), |text, it| text.replace(&format!("&#{};", it.as_bytes()[0]), it));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The value of an attribute in a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

/// Everything a page says: its words, and what is said to screen readers and in dialogs.
fn said(page: &str) -> Vec<String> {
    let mut all = Vec::new();
    for piece in page.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        for name in ["aria-label", "placeholder", "title", "data-label", "data-confirm", "data-confirm-yes"] {
            all.extend(attribute(tag, name).map(plain));
        }
        all.push(plain(text));
    }
    all.retain(|it| !it.is_empty());
    all
}

/// Walks from link to link, `each` of the pages of a shape, and gives what is said on them and where.
fn read_everything(visitor: &Visitor, each: usize) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut shapes: BTreeMap<String, usize> = BTreeMap::new();
    let mut known: BTreeSet<String> = BTreeSet::from(["/".to_owned()]);
    let mut ahead = VecDeque::from(["/".to_owned()]);
    while let Some(path) = ahead.pop_front() {
        let count = shapes.entry(shape(&path)).or_default();
        *count += 1;
        // A project's first page is another one in each state, so more of them are read.
        let enough = if path.starts_with("/projects/SG-") && path.matches('/').count() == 2 { each * 6 } else { each };
        if *count > enough {
            continue;
        }
        let answer = visitor.get(&path);
        if answer.status == 303 || !answer.header("content-type").is_some_and(|it| it.contains("html")) {
            continue;
        }
        answer.is(200);
        for tag in answer.text.split("<a ").skip(1) {
            let href = attribute(&format!(" {}", tag.split('>').next().unwrap_or_default()), "href").map(plain);
            let href = href.unwrap_or_default().split('#').next().unwrap_or_default().to_owned();
            // Of a list one filter at a time, and no month after month.
            let of_list = href.split('?').next().is_some_and(|path| path.matches('/').count() == 1);
            let endless = href.contains("month=") || href.contains("sort=") || href.contains('&') && of_list;
            let is_page = !href.contains(".xlsx") && !href.starts_with("/files/");
            if href.starts_with('/') && is_page && !endless && known.insert(href.clone()) {
                ahead.push_back(href);
            }
        }
        for text in said(&answer.text) {
            found.entry(text).or_insert_with(|| path.clone());
        }
    }
    assert!(known.len() > 20, "{} finds hardly a page", visitor.name());
    found
}

#[test]
fn every_page_is_complete_in_chinese_and_in_english() {
    let chinese = |text: &str| text.chars().any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it));
    let english = |text: &str| {
        // A word of three letters and more; codes, hashes and numbers are none.
        text.split(|it: char| !it.is_ascii_alphanumeric()).any(|word| {
            word.len() >= 3 && word.chars().all(|it| it.is_ascii_alphabetic()) && word.chars().any(|it| !it.is_ascii_hexdigit())
        })
    };
    // What belongs in a page of the other language: the other language's own name, how money may be typed, names of programs.
    let excused = [
        "中文",
        "120万",
        "50万",
        "English",
        "Excel",
        "Word",
        "PDF",
        "ZIP",
        ".xlsx",
        ".csv",
        "SQLite",
        "PostgreSQL",
        "shuguang verify",
        "Asia/Shanghai",
        "Outlook",
        "Thunderbird",
        "iPhone",
        "Android",
        "Internet",
        "Google",
        "ICSx",
        "SHUGUANG_SMTP",
        "SHUGUANG_WECOM",
        "SHUGUANG_DINGTALK",
        "SHUGUANG_FEISHU",
        "VPN",
    ];
    let in_capitals =
        |text: &str| text.trim_start_matches("RMB ").chars().all(|it| "零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整负".contains(it));
    let office = Office::open();
    tell(office.store(), Zone::SHANGHAI, office.clock().now()).unwrap_or_else(|error| panic!("{}", error.account()));
    let (mut wrong, mut ours) = (BTreeMap::new(), Typed::default());
    for (username, each) in
        [("commander", 3), ("planner", 1), ("coordinator", 1), ("sales1", 1), ("specialist1", 1), ("admin", 1)]
    {
        let visitor = Visitor::new(office.base(), username);
        visitor.post("/login", &[("username", username), ("password", PASSWORD)]).goes_to("/");
        for lang in [Lang::En, Lang::Zh] {
            speak(&visitor, lang);
            let found = read_everything(&visitor, each);
            // After the walk, which signs people in.
            ours.read_on(&office);
            let pieces = Pieces::of(ours.texts.iter().map(String::as_str).filter(|it| chinese(it) || english(it)));
            let foreign = |text: &str| if lang == Lang::En { chinese(text) } else { english(text) };
            for (text, path) in found {
                // An amount in capitals is written in Chinese whatever the page speaks.
                if !foreign(&text) || ours.texts.contains(&text) || text.starts_with("人民币") || in_capitals(&text) {
                    continue;
                }
                // A long text is cut in the trail and in a pack, where more may stand behind it.
                let typed_before_the_cut = |it: &str| {
                    let begins = |(at, _): &(usize, char)| ours.begins(&it[*at..]);
                    it.char_indices().find(begins).map_or(it.to_owned(), |(at, _)| it[..at].to_owned())
                };
                let (cut, whole) = text.rsplit_once('…').unwrap_or(("", &text));
                let cut: Vec<String> = cut.split('…').filter(|it| !it.is_empty()).map(typed_before_the_cut).collect();
                let mut rest = format!("{}{whole}", cut.concat());
                for it in pieces.within(&rest).into_iter().chain(excused) {
                    if rest.contains(it) {
                        rest = rest.replace(it, "");
                        if !foreign(&rest) {
                            break;
                        }
                    }
                }
                if foreign(&rest) {
                    wrong.insert(text, format!("{path} for {username} in {}", lang.code()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
