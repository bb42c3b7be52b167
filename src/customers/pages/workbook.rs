//! The list as a workbook.

use diesel::prelude::*;

use super::name_of;
use crate::customers::meant::Meant;
use crate::customers::queries;
use crate::error::Result;
use crate::people::queries::everybody;
use crate::policy::Deed;
use crate::web::workbook::{Cell, Sheet, Workbook};
use crate::web::{Fields, Reading};

/// The most lines of a workbook.
const WHOLE: i64 = 100_000;

/// The list as a workbook: the same rows, in the same order.
pub fn workbook(r: &mut Reading, query: &Fields) -> Result<Workbook> {
    r.may_see(Deed::SeeCustomers)?;
    let (me, today, zone) = (r.me.clone(), r.today, r.office.zone);
    let meant = Meant::if_asked(r, query.get("q"))?;
    let rows = queries::ordered(queries::filtered(&me, query, meant.as_ref(), today, zone), query.get("sort")).limit(WHOLE);
    let (lines, people, s) = (queries::lines(r, rows)?, everybody(r)?, r.shell()?);
    let mut sheet = Sheet::new(
        s.t("客户", "Customers"),
        &[
            s.t("编号", "Number"),
            s.t("客户名称", "Customer's name"),
            s.t("统一社会信用代码", "Credit code"),
            s.t("等级", "Grade"),
            s.t("地区", "Region"),
            s.t("行业", "Industry"),
            s.t("来源", "Source"),
            s.t("电话", "Phone"),
            s.t("联系人", "Person there"),
            s.t("作用", "Part played"),
            s.t("联系人电话", "Their phone"),
            s.t("维护人", "Looked after by"),
            s.t("最近联系", "Last contact"),
            s.t("下一步", "Next"),
            s.t("下一步日期", "Day of the next step"),
            s.t("没有下一步，自", "No next step since"),
            s.t("登记日期", "Entered on"),
            s.t("地址", "Address"),
            s.t("备注", "Note"),
        ],
    );
    for line in &lines {
        let (it, person) = (&line.customer, line.person.as_ref());
        sheet.row(vec![
            it.number.as_str().into(),
            it.name.as_str().into(),
            it.credit_code.clone().into(),
            s.lang.say(it.grade.name()).into(),
            it.region.as_str().into(),
            it.industry.as_str().into(),
            s.lang.say(it.source.name()).into(),
            it.phone.as_str().into(),
            person.map(|it| it.name.clone()).into(),
            person.map(|it| s.lang.say(it.part.name())).into(),
            person.map(|it| it.phone.clone()).into(),
            name_of(&people, &it.keeper_id).into(),
            line.customer.last_on.into(),
            line.next.as_ref().map(|(_, what)| what.clone()).into(),
            line.next.as_ref().map(|(day, _)| *day).into(),
            line.waits_since().into(),
            Cell::Day(zone.day(it.added_at)),
            it.address.as_str().into(),
            it.note.as_str().into(),
        ]);
    }
    Ok(Workbook::of(s.t("客户", "Customers"), "customers", sheet))
}
