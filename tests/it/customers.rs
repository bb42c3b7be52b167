//! Customers: found before they are entered twice, two made one without loss, thousands out of a table.

use std::collections::BTreeMap;
use std::time::Instant;

use diesel::prelude::*;
use shuguang::customers::codes::completed;
use shuguang::store::schema::{contacts, customers};
use shuguang::trail::verify::verify;
use shuguang::words::Role;

use crate::office::{Answer, Office, Visitor};

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
    li.get("/customers?next=none&sort=-grade").is(200).shows("共 2 家客户");
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

/// A table that looks as such tables do: 5,000 rows, of which 30 have one mistake each.
fn table() -> (Vec<u8>, Vec<(usize, &'static str)>) {
    let mut text = String::from("序号,客户名称,统一社会信用代码,地区,行业,等级,来源,电话,联系人,职务,手机,维护人\n");
    let mut planted = Vec::new();
    for nth in 0..5_000 {
        let row = nth + 2;
        let code = completed(&format!("91990100MA{nth:07}")).expect("a code");
        let (mut name, mut code) = (format!("第{nth}号展览{}有限公司", ["设备", "工程", "服务"][nth % 3]), code);
        let (mut grade, mut source, mut phone) =
            (["A", "b", "C级", ""][nth % 4].to_owned(), "展会".to_owned(), format!("0571-8{nth:07}"));
        let (mut mobile, mut keeper) = (format!("138{nth:08}"), ["李伟", "", "张敏"][nth % 3].to_owned());
        if nth % 166 == 100 && planted.len() < 30 {
            let column = match planted.len() % 10 {
                0 => {
                    name = String::new();
                    "客户名称"
                }
                1 => {
                    let last = code.pop();
                    code.push(if last == Some('1') { '2' } else { '1' });
                    "统一社会信用代码"
                }
                2 => {
                    code.pop();
                    "统一社会信用代码"
                }
                3 => {
                    phone = "0571-12".into();
                    "电话"
                }
                4 => {
                    grade = "特级".into();
                    "等级"
                }
                5 => {
                    source = "捡来的".into();
                    "来源"
                }
                6 => {
                    keeper = "没有的人".into();
                    "维护人"
                }
                7 => {
                    mobile = "1380000".into();
                    "联系人电话"
                }
                8 => {
                    name = "第0号展览设备 股份有限公司".into();
                    "客户名称"
                }
                _ => {
                    name = format!("{}{nth}", "长".repeat(101));
                    "客户名称"
                }
            };
            planted.push((row, column));
        }
        text.push_str(&format!(
            "{nth},{name},{code},浙江,展览展示,{grade},{source},{phone},经办{nth},采购,{mobile},{keeper}\n"
        ));
    }
    (encoding_rs::GB18030.encode(&text).0.into_owned(), planted)
}

#[test]
fn five_thousand_rows_are_looked_through_and_imported_and_can_be_undone() {
    let (office, li, zhang) = office();
    let (bytes, planted) = table();
    assert_eq!(planted.len(), 30);
    let begun = Instant::now();
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
    let took = begun.elapsed();
    assert_eq!(count(&office), 4970);
    assert!(took.as_secs() < 10, "{took:?}");
    // Pressed twice, and sent twice.
    zhang.post(&waiting, &[("only", "1")]).goes_to(&batch);
    let again = address(&zhang.upload("/customers/imports", "file", "另一个名字.csv", &bytes));
    zhang.get(&again).shows("这个文件已经导入过");
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

/// The same department's list as somebody keeps it in a workbook: a title over all columns, headings in their own words, phones
/// and days as numbers, full-width signs; 30 mistakes of fifteen kinds, each with its row and what its column is called.
fn workbook(title: &str) -> (Vec<u8>, Vec<(usize, &'static str)>) {
    let heads = [
        "序号",
        "单位名称（必填）",
        "社会信用代码",
        "省份",
        "所属行业",
        "级别",
        "客户来源",
        "联系电话",
        "姓 名",
        "角色",
        "职位",
        "手机号",
        "业务员",
        "建档日期",
        "备注\n（可空）",
    ];
    let mut book = rust_xlsxwriter::Workbook::new();
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    let wide = rust_xlsxwriter::Format::new().set_bold().set_align(rust_xlsxwriter::FormatAlign::Center);
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 14, title, &wide).expect("a title");
    for (column, head) in (0..).zip(heads) {
        sheet.write_with_format(1, column, head, &wide).expect("a heading");
    }
    let mut planted = Vec::new();
    for nth in 0..5_000_u32 {
        let row = nth + 2;
        let code = completed(&format!("91880100MA{nth:07}")).expect("a code");
        let called = ["设备", "工程", "服务"][nth as usize % 3];
        let mut cells = BTreeMap::from([
            (1, format!("第{nth}号会展{called}有限公司")),
            (2, code),
            (3, "浙江".to_owned()),
            (4, "展览展示".to_owned()),
            (5, ["A", "ｂ", "Ｃ级", ""][nth as usize % 4].to_owned()),
            (6, "展会".to_owned()),
            (7, format!("０５７１－８{nth:07}")),
            (8, format!("经办{nth}")),
            (9, "经办人".to_owned()),
            (10, "采购".to_owned()),
            (12, ["李伟", "", "张敏"][nth as usize % 3].to_owned()),
            (14, "展会上认识。".to_owned()),
        ]);
        let mut mobile = Some(f64::from(nth) + 13_900_000_000.0);
        if nth % 166 == 100 && planted.len() < 30 {
            let mut put = |column: u16, text: String| drop(cells.insert(column, text));
            let column = match planted.len() % 15 {
                0 => (put(1, String::new()), "客户名称").1,
                1 => (put(1, format!("{}{nth}", "长".repeat(101))), "客户名称").1,
                2 => (put(1, "第1号会展工程　股份有限公司".into()), "客户名称").1,
                3 => (put(2, "91880100MA00000000".into()), "统一社会信用代码").1,
                4 => (put(2, "91880100MA".into()), "统一社会信用代码").1,
                5 => (put(2, completed("91880100MA0000003").expect("a code")), "统一社会信用代码").1,
                6 => (put(3, "省".repeat(41)), "地区").1,
                7 => (put(5, "特级".into()), "等级").1,
                8 => (put(6, "捡来的".into()), "来源").1,
                9 => (put(7, "0571-12".into()), "电话").1,
                10 => (put(8, String::new()), "联系人").1,
                11 => (put(9, "看门人".into()), "作用").1,
                12 => {
                    mobile = Some(1_380_000.0);
                    "联系人电话"
                }
                13 => (put(12, "没有的人".into()), "维护人").1,
                _ => (put(14, "倒着\u{202e}写".into()), "备注").1,
            };
            planted.push((row as usize + 1, column));
        }
        sheet.write_number(row, 0, f64::from(nth + 1)).expect("a number");
        for (column, text) in &cells {
            sheet.write_string(row, *column, text).expect("a text");
        }
        if let Some(mobile) = mobile {
            sheet.write_number(row, 11, mobile).expect("a phone");
        }
        let added = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 1 + (nth % 11) as u8, 1 + (nth % 28) as u8).expect("a day");
        sheet.write_datetime_with_format(row, 13, added, &day).expect("a day");
    }
    (book.save_to_buffer().expect("a workbook"), planted)
}

#[test]
fn a_workbook_as_people_keep_it_is_imported_with_every_mistake_named() {
    let (office, _, zhang) = office();
    let (bytes, planted) = workbook("客户名单（2026 年）");
    assert_eq!(planted.len(), 30);
    let begun = Instant::now();
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
    let took = begun.elapsed();
    assert_eq!(count(&office), 4970);
    assert!(took.as_secs() < 10, "{took:?}");
    zhang.get("/customers?q=13900004999").shows("共 1 家客户").shows("第4999号会展工程有限公司").shows("13900004999");
    zhang.get("/customers?q=0571-80004999").shows("共 1 家客户");
    // The same file again is the same import; saved anew under another title, every row of it is known.
    let again = address(&zhang.upload("/customers/imports", "file", "客户名单(1).xlsx", &bytes));
    zhang.get(&again).shows("这个文件已经导入过");
    zhang.post(&again, &[("only", "1")]).goes_to(&batch);
    let saved_anew = address(&zhang.upload("/customers/imports", "file", "客户名单.xlsx", &workbook("客户名单（新）").0));
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
