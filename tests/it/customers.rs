//! Customers: found before they are entered twice, two made one without loss, thousands out of a table.

use diesel::prelude::*;
use shuguang::store::schema::{contacts, customers};
use shuguang::trail::verify::verify;
use shuguang::words::Role;

use crate::office::{Answer, Office, Visitor};
use crate::planted::{table, workbook};

/// Who looks after the customers of a list.
const KEEPERS: [&str; 2] = ["李伟", "张敏"];

fn office() -> (Office, Visitor, Visitor) {
    let office = Office::open();
    let (sales, coordinator) = (office.person("李伟", Role::Sales), office.person("张敏", Role::Coordinator));
    (office, sales, coordinator)
}

fn enter(by: &Visitor, name: &str, more: &[(&str, &str)]) -> Answer {
    let fields: Vec<(&str, &str)> = [("name", name), ("grade", "b"), ("source", "visit"), ("person_part", "decides")]
        .into_iter()
        .chain(more.iter().copied())
        .collect();
    by.post("/customers", &fields)
}

fn address(answer: &Answer) -> String {
    answer.is(303).location.clone().unwrap_or_default()
}

#[track_caller]
fn is_true(office: &Office) {
    let proof = verify(office.store()).unwrap_or_else(|error| panic!("{}", error.account()));
    assert!(proof.findings.is_empty(), "{:?}", proof.findings.iter().take(3).map(ToString::to_string).collect::<Vec<_>>());
}

fn count(office: &Office) -> i64 {
    let count =
        office.store().read(|conn| Ok(customers::table.filter(customers::merged_into.is_null()).count().get_result(conn)?));
    count.unwrap_or_else(|error| panic!("{}", error.account()))
}

#[test]
fn a_customer_is_found_before_it_is_entered_twice() {
    let (office, li, _) = office();
    let first = address(&enter(&li, "云岭展览有限公司", &[("credit_code", "91350100M000100Y43")]));
    let number = first.trim_start_matches("/customers/").to_owned();
    // The same name, written otherwise: which one it is, with a link; another one only when that is said.
    let twice = enter(&li, "云岭　展览股份有限公司", &[("note", "老客户介绍")]);
    twice.is(422).shows(&number).shows("同名");
    assert!(twice.has(&format!("a[href=\"{first}\"]")));
    twice.shows("确是另一家");
    enter(&li, "云岭展览股份有限公司", &[("another", "1")]).is(303);
    // The same code is the same customer, whatever is said.
    enter(&li, "别的公司", &[("credit_code", "91350100m000100y43"), ("another", "1")]).is(422).shows(&number);
    enter(&li, "别的公司", &[("credit_code", "91350100M000100Y44")]).is(422).shows("末位应为 3");
    li.get("/customers/new?name=昆明云岭展览").is(200).shows("名称相近").shows(&number);
    assert_eq!(count(&office), 2);
    is_true(&office);
}

#[test]
fn whoever_has_the_same_phone_may_be_the_same_customer() {
    let (office, li, zhang) = office();
    let first = address(&enter(&li, "云岭展览有限公司", &[("person_name", "沈国栋"), ("person_phone", "138 0013 8000")]));
    let number = first.trim_start_matches("/customers/").to_owned();
    let person = [("person_name", "沈经理"), ("person_phone", "+86 138-0013-8000")];
    li.get("/customers/new?name=滇池会务&person_phone=13800138000").is(200).shows(&number).shows("联系人电话相同");
    let warned = enter(&li, "滇池会务有限公司", &person);
    warned.complains("another").shows(&number).shows("联系人电话相同");
    assert_eq!(count(&office), 1);
    enter(&li, "滇池会务有限公司", &[&person[..], &[("another", "1")]].concat()).is(303);
    // The number of a service is nobody's own.
    for name in ["洱海商贸有限公司", "苍山旅行有限公司"] {
        enter(&li, name, &[("person_name", "总机"), ("person_phone", "95588")]).is(303);
    }
    // The same of somebody who is entered later; pressed twice it is one person.
    let at = address(&enter(&li, "怒江食品有限公司", &[]));
    let typed = [("name", "沈国栋"), ("part", "handles"), ("phone", "13800138000")];
    li.post(&format!("{at}/people"), &typed).complains("another").shows(&number);
    for _ in 0..2 {
        li.post(&format!("{at}/people"), &[&typed[..], &[("another", "1")]].concat()).goes_to(&at);
    }
    let people: i64 = office
        .store()
        .read(|conn| Ok(contacts::table.filter(contacts::name.eq("沈国栋")).count().get_result(conn)?))
        .unwrap_or_else(|error| panic!("{}", error.account()));
    assert_eq!(people, 2);
    zhang.get(&format!("{at}/merger")).is(200).shows("可能是同一家").shows(&number);
    is_true(&office);
}

#[test]
fn the_phone_of_a_company_is_compared_with_that_of_every_other_and_of_everybody_there() {
    let (office, li, _) = office();
    let number = |at: &str| at.trim_start_matches("/customers/").to_owned();
    let person = [("phone", "0512-62541234"), ("person_name", "沈国栋"), ("person_phone", "13912345678")];
    let first = address(&enter(&li, "云岭展览有限公司", &person));
    let known = number(&first);
    // However it is typed: the company's with the company's, the company's with a person's, a person's with the company's.
    for (typed, why) in [
        (vec![("phone", "0512 6254 1234")], "电话相同"),
        (vec![("phone", "+86 512 62541234")], "电话相同"),
        (vec![("phone", "139 1234 5678")], "联系人电话相同"),
        (vec![("person_name", "沈经理"), ("person_phone", "（0512）62541234")], "电话相同"),
        (vec![("phone", "0512-62540000"), ("person_name", "沈经理"), ("person_phone", "13912345678")], "联系人电话相同"),
    ] {
        let asked =
            form_urlencoded::Serializer::new(String::new()).append_pair("name", "滇池会务").extend_pairs(&typed).finish();
        let told = format!("{known} · {why}");
        li.get(&format!("/customers/new?{asked}")).is(200).shows(&told).does_not_show("没有找到相同或相近的客户");
        let warned = enter(&li, "滇池会务有限公司", &typed);
        warned.complains("another").shows(&told).shows("确是另一家");
        assert_eq!(count(&office), 1, "{typed:?}");
    }
    // Another number of the same exchange is another number, and one that is a service's says nothing.
    enter(&li, "洱海商贸有限公司", &[("phone", "0512-62541234-802")]).is(303);
    for name in ["苍山旅行有限公司", "怒江食品有限公司"] {
        enter(&li, name, &[("phone", "95588")]).is(303);
    }
    // It is another one where that is said; pressed twice it is one.
    let other = [("phone", "0512-62541234"), ("another", "1")];
    let second = address(&enter(&li, "滇池会务有限公司", &other));
    enter(&li, "滇池会务有限公司", &other).goes_to(&second);
    assert_eq!(count(&office), 5);
    is_true(&office);
}

#[test]
fn a_phone_that_becomes_anothers_is_asked_about_as_a_new_one_is() {
    let (office, li, _) = office();
    let first = address(&enter(&li, "云岭展览有限公司", &[("phone", "0512-62541234")]));
    let number = first.trim_start_matches("/customers/").to_owned();
    let at = address(&enter(&li, "滇池会务有限公司", &[("person_name", "许琳")]));
    let edit = li.get(&format!("{at}/edit")).form(&at);
    let warned = li.send(&edit, &[("phone", "0512-62541234")]);
    warned.complains("another").shows(&number).shows("电话相同");
    // What is typed of somebody there, new or known.
    let person = [("name", "沈国栋"), ("part", "handles"), ("phone", "051262541234")];
    li.post(&format!("{at}/people"), &person).complains("another").shows(&number);
    let id: String = office
        .store()
        .read(|conn| Ok(contacts::table.filter(contacts::name.eq("许琳")).select(contacts::id).first(conn)?))
        .unwrap_or_else(|error| panic!("{}", error.account()));
    let change = li.get(&format!("{at}/people/{id}")).form(&format!("{at}/people/{id}"));
    li.send(&change, &[("phone", "051262541234")]).complains("another").shows(&number);
    li.send(&change, &[("phone", "051262541234"), ("another", "1")]).goes_to(&at);
    li.send(&edit, &[("phone", "0512-62541234"), ("another", "1")]).goes_to(&at);
    // Whatever else changes from then on, nobody is asked again.
    let edit = li.get(&format!("{at}/edit"));
    edit.does_not_show("可能已经登记过");
    li.send(&edit.form(&at), &[("grade", "a")]).goes_to(&at);
    is_true(&office);
}

#[test]
fn a_customer_entered_by_one_press_is_entered_once() {
    let (office, li, _) = office();
    let typed = [("another", "1"), ("person_name", "沈国栋")];
    let first = address(&enter(&li, "云岭展览有限公司", &typed));
    enter(&li, "云岭展览有限公司", &typed).goes_to(&first);
    assert_eq!(count(&office), 1);
    // Another one of the same name, where anything differs.
    enter(&li, "云岭展览有限公司", &[&typed[..], &[("region", "云南")]].concat()).is(303);
    assert_eq!(count(&office), 2);
}

#[test]
fn a_name_says_which_customer_it_is() {
    let (office, li, _) = office();
    for name in ["有限公司", "集团有限公司", "123", "１２３ 有限公司", "甲", "……"] {
        enter(&li, name, &[]).complains("name");
    }
    enter(&li, "三一集团", &[]).is(303);
    assert_eq!(count(&office), 1);
}

#[test]
fn a_customer_is_found_by_characters_pinyin_initials_phone_and_code() {
    let (_office, li, _) = office();
    let more = [
        ("credit_code", "91350100M000100Y43"),
        ("phone", "0871 6512 3456"),
        ("person_name", "沈国栋"),
        ("person_phone", "138 0013 8000"),
    ];
    let number = address(&enter(&li, "重庆云岭展览有限公司", &more)).trim_start_matches("/customers/").to_owned();
    enter(&li, "宁波宏达安装工程有限公司", &[]).is(303);
    for question in
        ["岭展", "yunling", "CQYL", "ylzl", "13800138000", "0871-65123456", "m000100", "沈国栋", "shenguodong", "云岭 重庆"]
    {
        li.get(&format!("/customers?q={question}")).is(200).shows(&number).does_not_show("宁波宏达").shows("共 1 家客户");
    }
    li.get("/customers?q=没有这家").is(200).shows("没有找到客户");
    li.get("/customers?mine=1&idle=30").is(200).shows("没有找到客户");
    // Nobody waits for a next step who is in no project.
    li.get("/customers?next=none&sort=-grade").is(200).shows("没有找到客户");
}

#[test]
fn a_search_knows_everything_that_was_changed_since_the_last_one() {
    let (office, li, zhang) = office();
    let number = |at: &str| at.trim_start_matches("/customers/").to_owned();
    let found = |question: &str, numbers: &[&String]| {
        let page = li.get(&format!("/customers?q={question}"));
        let told = match numbers.len() {
            0 => "没有找到客户".to_owned(),
            count => format!("共 {count} 家客户"),
        };
        page.is(200).shows(&told);
        numbers.iter().for_each(|it| {
            page.shows(it);
        });
    };
    found("云岭", &[]);
    let [first, other] =
        ["云岭展览有限公司", "滇池会务有限公司"].map(|name| address(&enter(&li, name, &[("person_name", "沈国栋")])));
    let (one, two) = (number(&first), number(&other));
    found("云岭", &[&one]);
    found("沈国栋", &[&one, &two]);
    // Called otherwise.
    let edit = li.get(&format!("{first}/edit")).form(&first);
    li.send(&edit, &[("name", "苍山展览有限公司")]).is(303);
    found("云岭", &[]);
    found("苍山", &[&one]);
    li.get("/customers/new?name=大理苍山展览").shows("名称相近").shows(&one);
    // Refused: nothing of it is remembered.
    let edit = li.get(&format!("{first}/edit")).form(&first);
    li.send(&edit, &[("name", "洱海展览有限公司"), ("credit_code", "1")]).is(422);
    found("洱海", &[]);
    // Somebody comes.
    li.post(&format!("{first}/people"), &[("name", "许琳"), ("part", "handles"), ("phone", "13800010002")]).is(303);
    found("13800010002", &[&one]);
    // One becomes the other.
    let merger = zhang.get(&format!("{first}/merger?other={two}")).form(&format!("{first}/merger"));
    zhang.send(&merger, &[]).goes_to(&first);
    // Whoever knows the one that went finds the one that stayed.
    found("滇池", &[&one]);
    found("沈国栋", &[&one]);
    // More at once than are looked at one by one, and all of them gone again.
    let rows: String = (0..600).map(|it| format!("第{it}号会展工程有限公司\n")).collect();
    let file = format!("客户名称\n{rows}");
    let waiting = address(&zhang.upload("/customers/imports", "file", "a.csv", file.as_bytes()));
    let batch = address(&zhang.post(&waiting, &[]));
    li.get("/customers?q=会展工程").shows("共 600 家客户");
    li.get("/customers?q=会展工程&source=other").shows("共 600 家客户");
    zhang.post(&format!("{batch}/removal"), &[]).goes_to(&batch);
    found("会展工程", &[]);
    found("苍山", &[&one]);
    // Signs alone mean nobody.
    found("……", &[]);
    is_true(&office);
}

#[test]
fn people_are_entered_changed_and_leave_and_the_history_tells_it() {
    let (office, li, zhang) = office();
    let zhao = office.person("赵强", Role::Sales);
    let at = address(&enter(&li, "云岭展览有限公司", &[]));
    zhao.post(&format!("{at}/people"), &[("name", "许琳"), ("part", "handles")]).is(403);
    let edit = li.get(&format!("{at}/edit"));
    li.post(&format!("{at}/people"), &[("name", "许琳"), ("part", "handles"), ("phone", "13800010002")]).is(303);
    li.get(&at).shows("许琳").shows("13800010002");
    // Entering a person is no clash with whoever changes the customer meanwhile.
    li.send(&edit.form(&at), &[("grade", "a")]).is(303);
    let late = li.send(&edit.form(&at), &[("grade", "d")]);
    late.is(409).shows("别人保存的");
    let told = late.find("table.conflict").expect("the three versions");
    assert!(["B 重要", "A 重点", "D 潜在"].iter().all(|it| told.contains(it)), "{told}");
    let id: String = office
        .store()
        .read(|conn| Ok(contacts::table.filter(contacts::name.eq("许琳")).select(contacts::id).first(conn)?))
        .unwrap_or_else(|error| panic!("{}", error.account()));
    li.post(&format!("{at}/people/{id}/absence"), &[]).is(303);
    li.get(&at).shows("已离职");
    li.get("/customers?q=xulin").shows("没有找到客户");
    zhang.post("/customers/keepers", &[("customer", at.trim_start_matches("/customers/")), ("keeper", "赵强")]).is(303);
    li.get(&format!("{at}/edit")).is(403);
    let history = zhao.get(&format!("{at}/history"));
    history
        .shows("李伟 登记客户：「云岭展览有限公司」")
        .shows("将维护人由 李伟 改为 赵强")
        .shows("将等级由 B 重要 改为 A 重点")
        .shows("许琳");
    zhao.post("/language", &[("lang", "en"), ("back", "/")]);
    zhao.get(&format!("{at}/history")).shows("changed the person who looks after it from 李伟 to 赵强");
    is_true(&office);
}

#[test]
fn two_customers_become_one_and_nothing_is_lost() {
    let (office, li, zhang) = office();
    let stays = address(&enter(&li, "云岭展览有限公司", &[("credit_code", "91350100M000100Y43"), ("person_name", "沈国栋")]));
    let goes = address(&enter(
        &li,
        "云岭会展有限公司",
        &[("credit_code", "91330100799655058B"), ("person_name", "许琳"), ("phone", "13800138000")],
    ));
    let number = goes.trim_start_matches("/customers/").to_owned();
    let page = zhang.get(&format!("{stays}/merger?other={number}"));
    page.is(200).shows("保留的一家").shows("并入的一家");
    let form = page.form(&format!("{stays}/merger"));
    // Different codes: which one is right has to be said.
    zhang.send(&form, &[]).is(422).shows("代码不同");
    zhang.send(&form, &[("credit_code", "mine"), ("phone", "theirs")]).goes_to(&stays);
    zhang.send(&form, &[("credit_code", "mine"), ("phone", "theirs")]).goes_to(&stays);
    let merged = zhang.get(&stays);
    merged.shows("沈国栋").shows("许琳").shows("13800138000").shows("91350100M000100Y43");
    zhang.get(&goes).goes_to(&stays);
    zhang.get("/customers").shows("共 1 家客户");
    zhang.get(&format!("{stays}/history")).shows("「云岭会展有限公司」").shows("并入");
    is_true(&office);
}

#[test]
fn five_thousand_rows_are_looked_through_and_imported_and_can_be_undone() {
    let (office, li, zhang) = office();
    let (bytes, planted) = table();
    assert_eq!(planted.len(), 30);
    let waiting = address(&zhang.upload("/customers/imports", "file", "客户名单.csv", &bytes));
    let look = zhang.get(&waiting);
    look.is(200).shows("共 5000 行：4970 行无误，30 行有误");
    let rows = look.html();
    let cells = scraper::Selector::parse("tbody tr").expect("a selector");
    let told: Vec<String> = rows.select(&cells).map(|it| it.text().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(told.len(), 30, "{told:#?}");
    for ((row, column), told) in planted.iter().zip(&told) {
        assert!(told.trim().starts_with(&row.to_string()) && told.contains(column), "{row} {column}: {told}");
    }
    // Nothing is half imported.
    zhang.post(&waiting, &[]).is(422).shows("还有 30 行有误");
    assert_eq!(count(&office), 0);
    li.post(&waiting, &[("only", "1")]).is(403);
    let batch = address(&zhang.post(&waiting, &[("only", "1")]));
    assert_eq!(count(&office), 4970);
    // Pressed twice, and sent twice.
    zhang.post(&waiting, &[("only", "1")]).goes_to(&batch);
    let again = address(&zhang.upload("/customers/imports", "file", "另一个名字.csv", &bytes));
    zhang
        .get(&again)
        .shows("这个文件已经导入过，不会重复导入： 客户名单.csv DR-2026-001")
        .shows("2026-11-23 09:00 由张敏导入 4970 家，30 行没有导入。")
        .does_not_show("行有误")
        .does_not_show("已登记");
    zhang.post(&again, &[("only", "1")]).goes_to(&batch);
    assert_eq!(count(&office), 4970);
    // As a workbook it is another file, and every row is known.
    let book = zhang.get("/customers.xlsx?sort=added");
    book.is(200);
    assert!(book.header("content-disposition").is_some_and(|it| it.contains("filename*=UTF-8''%E5%AE%A2%E6%88%B7.xlsx")));
    // One that was worked on since holds the import back.
    let first = zhang.get("/customers?q=di4999hao");
    first.shows("共 1 家客户");
    let at = first
        .html()
        .select(&scraper::Selector::parse("th.title a").expect("a selector"))
        .next()
        .and_then(|it| it.attr("href"))
        .expect("a link")
        .to_owned();
    zhang.post(&format!("{at}/people"), &[("name", "王五"), ("part", "uses")]).is(303);
    zhang.get(&batch).shows("不能撤销");
    zhang.post(&format!("{batch}/removal"), &[]).is(409);
    is_true(&office);
}

#[test]
fn a_workbook_as_people_keep_it_is_imported_with_every_mistake_named() {
    let (office, _, zhang) = office();
    let (bytes, planted) = workbook("客户名单（2026 年）", KEEPERS);
    assert_eq!(planted.len(), 30);
    let waiting = address(&zhang.upload("/customers/imports", "file", "客户名单.xlsx", &bytes));
    let look = zhang.get(&waiting);
    look.is(200).shows("共 5000 行：4970 行无误，30 行有误").shows("建档日期");
    let page = look.html();
    let cells = scraper::Selector::parse("tbody tr").expect("a selector");
    let told: Vec<String> = page.select(&cells).map(|it| it.text().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(told.len(), 30, "{told:#?}");
    for ((row, column), told) in planted.iter().zip(&told) {
        assert!(told.trim().starts_with(&format!("{row} ")) && told.contains(column), "{row} {column}: {told}");
    }
    let batch = address(&zhang.post(&waiting, &[("only", "1")]));
    assert_eq!(count(&office), 4970);
    zhang.get("/customers?q=13900004999").shows("共 1 家客户").shows("第4999号会展工程有限公司").shows("13900004999");
    zhang.get("/customers?q=0571-80004999").shows("共 1 家客户");
    // The same file again is the same import; saved anew under another title, every row of it is known.
    let again = address(&zhang.upload("/customers/imports", "file", "客户名单(1).xlsx", &bytes));
    zhang.get(&again).shows("这个文件已经导入过");
    zhang.post(&again, &[("only", "1")]).goes_to(&batch);
    let saved_anew =
        address(&zhang.upload("/customers/imports", "file", "客户名单.xlsx", &workbook("客户名单（新）", KEEPERS).0));
    zhang.get(&saved_anew).shows("共 5000 行：0 行无误，5000 行有误").shows("已登记：KH-2026-001");
    zhang.post(&saved_anew, &[("only", "1")]).is(422);
    assert_eq!(count(&office), 4970);
    // Undone as a whole, nothing of it is left, and it can be imported again.
    zhang.post(&format!("{batch}/removal"), &[]).goes_to(&batch);
    let left: i64 = office
        .store()
        .read(|conn| {
            let people: i64 = contacts::table.count().get_result(conn)?;
            Ok(people + customers::table.count().get_result::<i64>(conn)?)
        })
        .unwrap_or_else(|error| panic!("{}", error.account()));
    assert_eq!(left, 0);
    zhang.get("/customers").shows("还没有客户");
    is_true(&office);
}

#[test]
fn a_row_whose_name_is_a_formula_without_a_value_is_a_row_with_a_mistake() {
    let (_office, _, zhang) = office();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in (0..).zip(["客户名称", "电话"]) {
        sheet.write_string(0, column, head).expect("a heading");
    }
    sheet.write_formula(1, 0, rust_xlsxwriter::Formula::new("=Z9").set_result(" ")).expect("a formula");
    sheet.write_string(1, 1, "0571-86543210").expect("a phone");
    let bytes = book.save_to_buffer().expect("a workbook");
    let waiting = address(&zhang.upload("/customers/imports", "file", "客户.xlsx", &bytes));
    zhang.get(&waiting).is(200).shows("共 1 行：0 行无误，1 行有误").shows("客户名称");
}

#[test]
fn what_stands_twice_too_far_right_or_in_open_quotes_is_named() {
    let (_office, _, zhang) = office();
    let text =
        "客户名称,电话,联系电话,天气\n瓯越商贸,,,晴\n双溪会务,0571-86543210,,晴,西湖区\n苍山旅行,,,\"晴\n洱海商贸,,,晴\n";
    let waiting = address(&zhang.upload("/customers/imports", "file", "客户.csv", text.as_bytes()));
    zhang
        .get(&waiting)
        .is(200)
        .shows("共 3 行：1 行无误，2 行有误")
        .shows("这些栏目重复，只取左边的一栏： 联系电话")
        .shows("这些栏目不认识，不会导入： 天气")
        .shows("这一行的栏数多于表头")
        .shows("引号没有成对");
}

#[test]
fn a_row_has_the_number_that_a_spreadsheet_shows_whatever_stands_in_the_cells() {
    let (_office, _, zhang) = office();
    for end in ["\n", "\r\n"] {
        let text =
            "客户名称,电话,备注|瓯越商贸,,\"第一行|第二行|第三行\"|双溪会务,123,||苍山旅行,456,\"一|二\"|洱海商贸,,|瓯越商贸,,";
        let text = text.replace('|', end);
        let waiting = address(&zhang.upload("/customers/imports", "file", "客户.csv", text.as_bytes()));
        let look = zhang.get(&waiting);
        look.is(200).shows("共 5 行：2 行无误，3 行有误").shows("将导入第 2、6 行").shows("与第 2 行是同一家");
        let page = look.html();
        let cells = scraper::Selector::parse("tbody th").expect("a selector");
        let told: Vec<String> = page.select(&cells).map(|it| it.text().collect()).collect();
        assert_eq!(told, ["3", "5", "7"], "{end:?}");
    }
}

#[test]
fn an_import_is_undone_as_a_whole() {
    let (office, _, zhang) = office();
    let waiting = address(&zhang.upload(
        "/customers/imports",
        "file",
        "a.csv",
        "Customer's name;Their phone;Person there\n瓯越商贸;13800138000;李雷\n双溪;;".as_bytes(),
    ));
    zhang.get(&waiting).is(200).shows("没有发现错误");
    let batch = address(&zhang.post(&waiting, &[]));
    assert_eq!(count(&office), 2);
    zhang.post(&format!("{batch}/removal"), &[]).goes_to(&batch);
    zhang.post(&format!("{batch}/removal"), &[]).goes_to(&batch);
    assert_eq!(count(&office), 0);
    is_true(&office);
}

#[test]
fn whatever_file_is_sent_there_is_an_answer_in_words() {
    let (office, li, zhang) = office();
    for bytes in [&b""[..], b"PK\x03\x04broken", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"\x89PNG\r\n\x1a\n\0", b"\0\0\0"] {
        zhang.upload("/customers/imports", "file", "客户.xlsx", bytes).is(422).shows("文件");
    }
    let no_names = address(&zhang.upload("/customers/imports", "file", "客户.csv", "电话\n1".as_bytes()));
    zhang.get(&no_names).is(200).shows("没有「客户名称」这一栏");
    zhang.post(&no_names, &[("only", "1")]).is(422);
    li.upload("/customers/imports", "file", "客户.csv", "客户名称\n甲".as_bytes()).is(403);
    office.visitor().upload("/customers/imports", "file", "客户.csv", "客户名称\n甲".as_bytes()).is(401);
    office.visitor().upload("/customers/imports", "file", "客户.csv", &[b'x'; 20_000]).is(413);
    zhang.get("/customers/imports/pending/..%2F..%2Fsecret").is(404);
    let cut = b"--line\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nabc".to_vec();
    let kind = [("content-type", "multipart/form-data; boundary=line")];
    zhang.ask("POST", "/customers/imports", &kind, Some(cut)).is(400);
    assert_eq!(count(&office), 0);
}
