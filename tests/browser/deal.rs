//! One customer from the first contact to the last payment and beyond: entered once, won, supplied in parts, counted, paid in
//! parts and late, settled, cared for.

use shuguang::projects::pipeline::State;

use crate::kit::{Person, Scripts};
use crate::office::Office;
use crate::road::story_is_true;
use crate::story::{cast, package, project_in};

const NAME: &str = "云岭展览有限公司";

struct Deal {
    project: String,
    owner: Person,
    // After the people, so that they leave before it closes.
    office: Office,
}

#[test]
fn from_the_first_contact_to_the_last_payment() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let project = project_in(&office, &cast, &package, State::Implementation);
    office.at("2026-12-21 09:00");
    let owner = Person::signs_in(&office, "李伟", Scripts::On);
    let mut deal = Deal { project, owner, office };
    deal.entered_once();
    deal.chosen_and_met();
    deal.offered();
    deal.signed();
    deal.ordered();
    deal.supplied();
    deal.invoiced_and_paid_in_part();
    deal.late();
    deal.settled();
    story_is_true(&deal.office);
}

impl Deal {
    /// The next morning, signed in again.
    fn on(&mut self, day: &str) {
        self.office.at(&format!("{day} 09:00"));
        self.owner = Person::signs_in(&self.office, "李伟", Scripts::On);
    }

    /// Entered, and found when somebody is about to enter it again under another spelling.
    fn entered_once(&self) {
        let owner = &self.owner;
        owner.presses_in("主导航", "客户").presses("登记客户").fills("客户名称", NAME).fills("姓名", "沈国栋");
        owner.fills("联系人电话", "13800138000").presses("保存").sees("客户已登记。");
        owner.presses_in("主导航", "客户").presses("登记客户").fills("客户名称", "云岭　展览").presses("查重");
        owner.sees("可能已经登记过：").sees("同名").presses(NAME).sees("沈国栋");
        owner.presses_in("主导航", "客户").sees("共 1 家客户").fills("查找", "ylzl").keys_onward(crate::kit::ENTER).sees(NAME);
    }

    fn chosen_and_met(&self) {
        let owner = &self.owner;
        owner.opens(&format!("/projects/{}/customers", self.project)).presses("选择目标客户");
        owner.fills("为什么选他们", "年底有采购计划。").ticks("客户", NAME).presses("选为目标客户").sees("目标客户已选定。");
        owner.presses(NAME).fills("谈了什么", "看了展厅，要十套展台。").ticks("结果", "有进展");
        owner.fills("下一步", "送报价").touches("3 天后").presses("保存").sees("洽谈中");
    }

    fn offered(&self) {
        let owner = &self.owner;
        owner.presses("新方案").fills("方案名称", "展台采购").fills("方案内容", "展台十套。").fills("目录价", "10000");
        owner.fills("报价", "10000").fills("有效期至", "2027-01-31").presses("保存草稿");
        owner.presses_and_confirms("提交客户", "展台采购").ticks("结论", "客户接受").fills("客户怎么说", "同意。");
        owner.presses("记录答复");
    }

    fn signed(&self) {
        let owner = &self.owner;
        owner.presses("起草合同").fills("乙方（卖方）", "曙光展览设备有限公司").fills("结束日期", "2027-06-30");
        owner.fills("名称 1", "预付款").fills("付款期限 1", "2026-12-23").fills("金额 1", "3000");
        owner.fills("名称 2", "余款").fills("付款期限 2", "2026-12-28").fills("金额 2", "7000").presses("保存");
        owner.presses_in("下一步", "签署").presses("签署").sees("合同已签署。").sees("10,000.00 元");
    }

    fn ordered(&self) {
        let owner = &self.owner;
        owner
            .presses("登记订单")
            .fills("货物名称 1", "展台")
            .fills("单位 1", "套")
            .fills("数量 1", "9")
            .fills("单价 1", "1000");
        owner.fills("要求交货日期", "2026-12-25").fills("收货人", "马师傅").fills("收货地点", "会展中心 3 号馆");
        owner.presses("登记订单").sees("订单已登记。").sees("9,000.00 元");
        // One too few: put right before anybody is notified.
        owner
            .presses("修改订单")
            .at_width(390)
            .fits()
            .at_width(1280)
            .fits()
            .fills("数量 1", "10")
            .presses("保存")
            .sees("订单已修改。")
            .sees("10,000.00 元");
    }

    /// Notified and delivered in two parts; of the first one is broken, and comes again.
    fn supplied(&self) {
        let owner = &self.owner;
        self.notify("6");
        owner.prints(1).sees("供货单位（签章）").sees("人民币 陆仟元整").sees("昆山成品仓").does_not_see("登记交货");
        owner.puts_paper_away();
        self.deliver("6", "5", "一套破损");
        owner.sees("一套破损").sees("-1").presses("DD-2026-001").sees("还有数量没有通知供货");
        self.notify("4");
        owner.cannot_press("修改订单");
        self.deliver("4", "4", "");
        owner.sees("数量相符").presses("DD-2026-001").sees("已通知供货").presses("登记交货");
        owner.fills("展台", "1").fills("签收人", "马师傅").presses("登记交货").presses("登记盘点").sees("盘点已登记。");
        owner.presses("DD-2026-001").sees("货已交清并盘点。");
    }

    fn notify(&self, quantity: &str) {
        let owner = &self.owner;
        owner.presses("发出供应通知").fills("展台", quantity).fills("供货单位", "昆山成品仓").fills("交货期限", "2026-12-24");
        owner.presses("发出供应通知").sees("供应通知已发出，可以打印。");
    }

    fn deliver(&self, quantity: &str, found: &str, why: &str) {
        let owner = &self.owner;
        owner.presses("登记交货").fills("展台", quantity).fills("签收人", "马师傅").presses("登记交货").sees("下一步盘点");
        owner.fills("展台 · 实盘数量", found);
        if !why.is_empty() {
            owner.fills("差异原因", why);
        }
        owner.presses("登记盘点").sees("盘点已登记。");
    }

    fn invoiced_and_paid_in_part(&self) {
        let owner = &self.owner;
        owner.presses("展台采购").presses("登记开票").fills("发票号", "26320001").fills("金额", "10000").presses("登记开票");
        owner.sees("开票已登记。").presses("登记回款").fills("金额", "3000").presses("登记回款").sees("回款已登记。");
        owner.sees("7,000.00 元").sees("下一笔款");
    }

    /// The rest is not there in time: every place says so, and the contract cannot be finished.
    fn late(&mut self) {
        self.on("2026-12-31");
        let owner = &self.owner;
        owner.presses_in("主导航", "合同").presses("逾期").sees("7,000.00 元").presses("展台采购");
        owner.sees("催收逾期款 7,000.00 元").sees("逾期").sees("还缺：款项全部收到");
        owner.presses("登记回款").fills("金额", "8000").presses("登记回款").sees("最多还能登记 7,000.00 元");
        assert_eq!(owner.reads("金额"), "8000");
        owner.fills("金额", "2500").presses("登记回款").sees("催收逾期款 4,500.00 元");
    }

    /// The last payment, the end of the contract, and care afterwards.
    fn settled(&mut self) {
        self.on("2027-01-08");
        let owner = &self.owner;
        owner.presses_in("主导航", "合同").presses("展台采购").presses("登记回款").fills("金额", "4500").presses("登记回款");
        owner.does_not_see("催收逾期款").sees("100 %").presses("履行完毕").sees("合同履行完毕。");
        owner
            .presses("登记回访")
            .fills("使用情况", "运行正常，天天用。")
            .ticks("满意度", "★★★★★")
            .fills("新的机会", "春季还要两套。");
        owner.fills("下次回访", "2027-03-01").presses("登记回访").sees("回访已登记。").sees("春季还要两套。");
        owner.presses("合同摘要").prints(1).sees("已回款").sees("壹万元整").puts_paper_away();
        owner.presses_in("主导航", "客户").presses(NAME).sees("10,000.00 元").sees("服务中");
        owner.opens(&format!("/projects/{}", self.project)).sees("10,000");
    }
}
