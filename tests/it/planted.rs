//! Lists of 5,000 customers with thirty planted mistakes, as the tests import them and the bench measures it.

use std::collections::BTreeMap;

use shuguang::customers::codes::completed;

/// A table that looks as such tables do: 5,000 rows, of which 30 have one mistake each.
pub fn table() -> (Vec<u8>, Vec<(usize, &'static str)>) {
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

/// The same department's list as somebody keeps it in a workbook: a title over all columns, headings in their own words, phones
/// and days as numbers, full-width signs; 30 mistakes of fifteen kinds, each with its row and what its column is called.
pub fn workbook(title: &str, keepers: [&str; 2]) -> (Vec<u8>, Vec<(usize, &'static str)>) {
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
            (12, [keepers[0], "", keepers[1]][nth as usize % 3].to_owned()),
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
