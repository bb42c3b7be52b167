//! Five people, each at a browser of their own, carry a project from its directive to the directive that grows out of it.

use chrono::Duration;
use shuguang::clock::Zone;
use shuguang::trail::verify::verify;

use crate::kit::{Person, Scripts};
use crate::office::Office;
use crate::story;

#[test]
fn five_people_carry_a_project_down_the_whole_road() {
    whole_road(Scripts::On);
}

#[test]
fn five_people_carry_a_project_down_the_whole_road_without_scripts() {
    whole_road(Scripts::Off);
}

fn whole_road(scripts: Scripts) {
    let five = Five::come(scripts);
    five.scripts_are_as_wanted();
    five.directive();
    five.first_plan();
    five.deliberation(1);
    five.returned();
    five.revised_plan();
    five.deliberation(2);
    five.approval(2);
    five.execution(40, "50");
    five.deviation();
    five.adjusted_plan();
    five.deliberation(3);
    five.approval(3);
    five.execution(100, "40");
    five.passed();
    five.monitoring();
    five.learned();
    five.next_directive();
    story_is_true(&five.office);
}

/// Everything the trail holds is true, whatever way it was written.
pub fn story_is_true(office: &Office) {
    let proof = verify(office.store()).unwrap_or_else(|error| panic!("{}", error.account()));
    assert!(proof.findings.is_empty(), "the trail should be whole after the story: {:?}", proof.findings);
}

const PROJECT: &str = "华东标杆客户";
const PROPOSAL: &str = "标杆做法推广到华南";

struct Five {
    commander: Person,
    planner: Person,
    coordinator: Person,
    owner: Person,
    specialist: Person,
    // After the people, so that they leave before it closes.
    office: Office,
}

impl Five {
    fn come(scripts: Scripts) -> Five {
        let office = Office::open();
        let cast = story::cast(&office);
        story::package(&office, &cast);
        let person = |name| Person::signs_in(&office, name, scripts);
        let (commander, planner, coordinator) = (person("周立明"), person("王芳"), person("张敏"));
        let (owner, specialist) = (person("李伟"), person("陈静"));
        Five { commander, planner, coordinator, owner, specialist, office }
    }

    /// Proof that the pages' scripts run, or do not: the button that adds a row is theirs alone.
    fn scripts_are_as_wanted(&self) {
        self.commander.opens("/projects/new");
        if self.commander.has_scripts() {
            self.commander.sees("添加一行");
        } else {
            self.commander.does_not_see("添加一行");
        }
    }

    /// Opens one of the project's pages, by its tab; who is somewhere else finds the project in the list first.
    #[track_caller]
    fn at<'a>(&self, person: &'a Person, tab: &str) -> &'a Person {
        self.office.later(Duration::minutes(10));
        if !person.can_press_in("项目内容", tab) {
            person.presses_in("主导航", "项目").presses(PROJECT);
        }
        person.presses_in("项目内容", tab)
    }

    fn directive(&self) {
        let Five { commander, owner, .. } = self;
        commander.presses_in("主导航", "项目").presses("起草指令");
        commander.chooses("项目包", "华东渠道").fills("项目名称", PROJECT).ticks("类别", "品线销售");
        commander.chooses("项目负责人", "李伟").fills("任务", "在华东打开标杆客户，带动同类客户。");
        commander.fills("开始日期", "2026-11-23").fills("结束日期", "2027-02-26");
        commander.fills("协调与沟通安排", "计调每周协助排期；急事直接找我。");
        commander.chooses("指标 1", "试用家数").fills("目标值 1", "120").fills("完成日期 1", "2027-02-26");
        commander.fills("折扣限额", "5").fills("预算限额", "5万").fills("合同额限额", "50万");
        commander.presses("保存").sees("指令已起草").sees("尚未下达");
        commander.presses("下达").presses("下达").sees("已下达，等待负责人领受。");

        // Something is not clear: it is asked and answered before the directive is acknowledged.
        owner.presses_in("主导航", "待办").presses("领受");
        owner.fills("有什么不清楚", "标杆客户以签约还是以回款计？").presses("请求澄清").sees("已提请总指挥澄清");
        owner.presses("领受").sees("澄清请求均已答复").sees("条件齐备之后才能这样做");
        self.at(commander, "指令").fills("答复", "以签约计。").presses("答复").sees("已答复");
        self.at(owner, "指令").sees("以签约计。").presses("领受").presses("领受").sees("已领受，开始计划草拟。");
    }

    fn first_plan(&self) {
        let owner = &self.owner;
        self.at(owner, "计划").presses("2.1 信息搜集");
        for (source, kind, finding) in
            [("陈主任访谈", "客户访谈", "年底前有采购计划。"), ("行业年报", "统计与公开资料", "市场年增长约一成。")]
        {
            owner.fills("信息来源", source).ticks("来源类别", kind).fills("取得日期", "2026-11-23").fills("所得信息", finding);
            owner.presses("记录").sees("已记录。");
        }
        owner.presses_and_confirms("完成这一步", "2.1").sees("这一步已完成。");
        owner.presses("2.2 环境状况分析");
        owner.fills("客户", "机电安装企业，集中在长三角。").fills("竞争者", "同类供应商三家。");
        owner.fills("周边环境", "年底采购集中。").fills("我方优势", "一站式服务。").fills("风险", "首单议价时间偏长。");
        owner.presses("记录").sees("已记录。");
        owner.presses("2.3 计划起草").sees("计划还缺").presses("起草计划");
        owner.fills("要达到的结果、数量和期限", "三个月内签约三家标杆客户。").fills("策略", "先做标杆，再由标杆带动。");
        owner.fills("行动 1", "筛选目标客户").fills("做法 1", "由年报与访谈排序").fills("行动 2", "登门演示");
        owner.fills("分工", "李伟负责到底，计调协助排期。").fills("重点", "首批标杆客户的试用。");
        owner
            .fills("步骤 1", "完成客户筛选")
            .fills("开始 1", "2026-11-25")
            .fills("完成 1", "2026-12-11")
            .fills("负责 1", "李伟");
        owner.fills("步骤 2", "完成签约").fills("开始 2", "2026-12-14").fills("完成 2", "2027-02-12").fills("负责 2", "李伟");
        owner.fills("用途 1", "差旅").fills("金额 1", "8000").presses("保存").sees("计划已保存。");
        self.at(owner, "计划").presses("2.3 计划起草");
        owner.fills("起草讨论日期", "2026-11-23").fills("参加人", "李伟、张敏").fills("议定内容", "先试用，再谈年度合同。");
        owner.presses("记录").sees("已记录。");
        self.at(owner, "计划").presses("报送论证").presses("报送论证").sees("已报送论证。");
    }

    /// 3.1 to 3.4, standards and control methods. What was recorded in an earlier round is shown again, to be confirmed or corrected.
    fn deliberation(&self, round: u32) {
        let Five { planner, owner, specialist, .. } = self;
        let first = round == 1;
        let record = if first { "记录" } else { "确认并记录" };
        self.at(planner, "论证").sees(&format!("第 {round} 轮")).presses("3.1 信息依据质量测定");
        let sources = if first { 2 } else { 3 };
        for _ in 0..sources {
            if planner.reads("评定理由").is_empty() {
                planner.ticks("质量等级", "乙").fills("评定理由", "来源可靠，与公开资料一致。").presses("记录");
            } else {
                planner.presses("确认并记录");
            }
            planner.sees("已记录。");
        }
        planner.sees(&format!("本轮已记录 {sources} 项，共 {sources} 项")).presses("3.2 定位");
        if first {
            planner.fills("内部资源", "人员一名，样品齐备。").fills("技术可行性", "现有产品可直接满足。");
            planner.fills("商业化程度", "其他地区已批量供应。").fills("需求类型", "以替换为主。");
            planner.fills("市场与推广定位", "中端市场，主打交货快。");
        }
        planner.presses(record).sees("已记录。");
        self.convened();

        self.at(specialist, "论证").presses("3.3 分项检讨");
        for _ in 0..4 {
            if first {
                specialist.ticks("检讨结论", "可行").fills("意见或不适用的理由", "符合目标客户的要求。");
            }
            specialist.presses(record).sees("已记录。");
        }
        self.at(specialist, "论证").ticks("意见", "有条件赞成").fills("理由", "试用期的人手偏紧。");
        specialist.fills("条件", "试用客户不超过三家。").presses("提交意见").sees("意见已记录。");

        self.at(owner, "论证").sees("试用客户不超过三家。").fills("答辩", "试用限三家，已写入计划。");
        owner.presses("提交答辩").sees("答辩已记录。");
        if first {
            owner.presses("拟定业绩标准与控制办法");
            owner.fills("标准 1", "进度").fills("达到的标志 1", "各里程碑按期完成").fills("允许偏差 1", "三个工作日");
            owner.fills("完成日期 1", "2027-02-26").fills("控制办法 1", "每周例会汇报偏差").fills("频次 1", "每周");
            owner.fills("由谁执行 1", "销售计调").presses("保存").sees("每周例会汇报偏差");
        }
        self.held();
        // The minutes have it already: when and where, who was there, what was said.
        self.at(planner, "论证").sees("已按纪要填好").presses("结束论证会").sees("已记录。");
    }

    /// The planner convenes the hearing of the plan, an hour ahead.
    fn convened(&self) {
        let planner = &self.planner;
        self.at(planner, "论证").presses("召开论证会");
        let at = Zone::SHANGHAI.local(self.office.clock().now() + Duration::minutes(60));
        planner.fills("日期", &at.format("%Y-%m-%d").to_string()).fills("时间", &at.format("%H:%M").to_string());
        planner.fills("要解决的问题", "听取意见和答辩。").fills("地点", "三楼会议室").presses("安排会议");
        if planner.text().contains("同一时间有人要参加另一个会议") {
            // Of the road only the order counts here, not the hour.
            planner.ticks("仍然这样安排", "是，就在这个时间开").presses("安排会议");
        }
        if planner.has_scripts() {
            planner.touches("召集会议").is_asked("召集会议？").presses("召集").sees("会议已召集");
        } else {
            planner.presses("召集会议").sees("会议已召集");
        }
    }

    /// The meeting sits and is over.
    fn held(&self) {
        let planner = &self.planner;
        self.at(planner, "论证").sees("散会以后").presses_in("3.4 咨询论证和答辩", "论证会");
        planner.presses("开会").sees("开会。").presses("登记到会").sees("到会情况已登记。");
        planner.fills("会议记录", "有条件赞成，试用范围须受控。").presses("记下").sees("已记录。");
        planner.presses_and_confirms("散会", "散会？").sees("已散会");
        planner.presses_and_confirms("发布纪要", "发布后不能再改").sees("会议纪要已发布");
    }

    fn returned(&self) {
        let commander = &self.commander;
        self.at(commander, "论证").presses("退回修订").fills("理由", "预算依据不足，补列样品。").presses("退回修订");
        commander.sees("已退回修订，新的一轮开始。").sees("第 2 轮");
    }

    fn revised_plan(&self) {
        let owner = &self.owner;
        self.at(owner, "概况").sees("预算依据不足，补列样品。");
        self.at(owner, "计划").presses("2.1 信息搜集");
        owner.fills("信息来源", "样品报价").ticks("来源类别", "内部资料").fills("取得日期", "2026-11-23");
        owner.fills("所得信息", "样品两套三千元。").presses("记录").presses_and_confirms("完成这一步", "2.1");
        owner.presses("2.2 环境状况分析").presses("确认并记录").sees("已记录。");
        self.at(owner, "计划").presses("修订计划").fills("用途 2", "样品").fills("金额 2", "3000").presses("保存");
        self.at(owner, "计划").presses("2.3 计划起草").presses("确认并记录").sees("已记录。");
        self.at(owner, "计划").presses("报送论证").presses("报送论证").sees("已报送论证。");
    }

    fn approval(&self, round: u32) {
        let commander = &self.commander;
        self.at(commander, "论证").sees(&format!("第 {round} 轮")).presses("批准实施").fills("说明", "同意实施。");
        commander.presses("批准实施").sees("已批准实施。");
    }

    /// Progress on every milestone and a figure.
    fn execution(&self, percent: u32, added: &str) {
        let owner = &self.owner;
        self.at(owner, "执行");
        for milestone in ["完成客户筛选", "完成签约"] {
            owner.chooses("里程碑", milestone).fills("进度", &percent.to_string()).fills("进展说明", "按计划推进。");
            owner.presses("记录进展").sees("进展已记录。").sees(&format!("{percent} %"));
        }
        owner.chooses("指标", "试用家数").fills("发生日期", "2026-11-23").fills("新增数值", added).fills("依据", "合同 HD-01");
        owner.presses("记录实际值").sees("实际值已记录");
    }

    /// 5.1 to 5.3, and the targets adjusted: back to the deliberation.
    fn deviation(&self) {
        let Five { commander, coordinator, owner, .. } = self;
        self.at(coordinator, "执行").presses("转入控制").fills("所见情况", "签约落后计划约两周。").presses("转入控制");
        coordinator.sees("已转入控制。");
        self.judged("部分达到");
        self.at(coordinator, "控制").presses_in("5.2", "打开");
        coordinator.fills("偏离情况", "签约落后两周。").fills("依据", "客户来函。").fills("原因", "客户预算审批推迟。");
        coordinator.presses("记录").sees("已记录。");
        self.at(owner, "控制").presses_in("5.3", "打开").ticks("建议的处理", "调整目标");
        owner.fills("处理建议", "目标下调，同步推进第二批客户。").fills("备选方案", "延长期限两周。");
        owner.presses("记录").sees("已记录。");
        self.at(commander, "控制").sees("客户预算审批推迟。").presses("调整目标");
        commander
            .fills("新目标值 试用家数", "90")
            .fills("调整什么、为什么", "客户预算推迟，试用家数下调。")
            .presses("调整目标");
        commander.sees("目标已调整，重新论证。").sees("第 3 轮").sees("90");
    }

    /// 5.1 for every standard of the plan.
    fn judged(&self, reached: &str) {
        let coordinator = &self.coordinator;
        self.at(coordinator, "控制").presses_in("5.1", "打开");
        coordinator.fills("实际达到", "见执行记录").ticks("判定", reached).fills("判定依据", "对照里程碑与指标记录。");
        coordinator.presses("记录").sees("已记录。");
    }

    /// The plan follows its targets: revised during the deliberation, and sealed.
    fn adjusted_plan(&self) {
        let owner = &self.owner;
        self.at(owner, "计划").presses("修订计划").fills("策略", "先做标杆；同步推进第二批客户。").presses("保存并去定稿");
        owner.presses_and_confirms("定稿", "定稿").sees("修订稿已定稿");
    }

    fn passed(&self) {
        let Five { commander, owner, .. } = self;
        self.at(owner, "执行").presses("转入控制").ticks("", "执行已完成").presses("转入控制").sees("已转入控制。");
        self.judged("已达到");
        self.at(commander, "控制").presses("达标通过").presses("达标通过").sees("达标通过，进入效果监测。");
    }

    fn monitoring(&self) {
        let Five { commander, coordinator, owner, .. } = self;
        self.at(coordinator, "监测");
        for point in ["试用家数", "进度"] {
            coordinator.presses(&format!("核对 {point}")).ticks("核对结论", "通过").fills("核对所见", "与合同登记一致。");
            coordinator.presses("核对").sees("核对已记录。");
        }
        self.at(owner, "监测").presses("撰写总结报告").fills("成果", "试用家数达到目标。").fills("过程", "按里程碑推进。");
        owner.fills("问题", "首单审批偏长。").fills("原因", "客户预算审批推迟。").fills("经验", "先试用，后签约。");
        owner.presses("报送").sees("总结报告已报送");
        self.at(commander, "监测");
        for point in ["试用家数", "进度"] {
            commander.presses(&format!("验收通过 {point}")).sees("验收已记录。");
        }
        commander.presses("审定总结报告").sees("先试用，后签约。").presses("审定通过").sees("总结报告已审定。");
        commander.presses_in("业绩评估结果", "评估").fills("协作", "95").fills("评语", "完成得扎实。").presses("评估");
        commander.sees("评估已记录。");
        self.at(commander, "监测");
        commander.fills("奖励金额", "1200").fills("理由", "按目标责任书兑现。").presses("决定奖励").sees("1,200.00 元");
        commander.presses_in("下一步", "验收兑现").presses("验收兑现").sees("验收兑现完成，进入提案申报。");
    }

    fn learned(&self) {
        let Five { commander, owner, specialist, .. } = self;
        self.at(owner, "提案").presses_in("7.1", "打开").fills("数字", "目标九十，实际九十。");
        owner.fills("得到的认识", "驻场服务决定首单。").presses("记录").sees("已记录。");
        self.at(owner, "提案").ticks("类别", "典型经验").fills("名称", "先试用、后签约").fills("内容", "两周试用并驻场。");
        owner.fills("今后怎么做", "新客户首单先试用。").presses_in("经验教训", "记录").sees("先试用、后签约");
        self.at(specialist, "提案").fills("我的创意或建议", "把试用做成标准包。").presses("提出").sees("创意已收下");
        self.at(owner, "提案").sees("把试用做成标准包。").presses("结束征集").sees("征集已结束");
        owner.presses("起草提案").fills("提案名称", PROPOSAL).fills("背景", "标杆做法见效。").fills("内容", "推广到华南。");
        owner.fills("预期效果", "三个月内新增签约。").fills("所需条件", "样品两套。").presses("保存").presses("提交总指挥");
        owner.sees("提案已提交总指挥。");
        commander.presses_in("主导航", "提案").presses(PROPOSAL).ticks("结论", "采纳").fills("理由", "可行，立项。");
        commander.presses("作出决定").sees("已采纳");
        self.at(commander, "提案").presses_in("下一步", "结项").presses("结项").sees("已结项。");
    }

    /// The accepted proposal is the ancestor of a new directive.
    fn next_directive(&self) {
        let commander = &self.commander;
        commander
            .presses_in("主导航", "提案")
            .presses(PROPOSAL)
            .presses_in("由此产生的项目", PROPOSAL)
            .sees("SG-2026-002")
            .sees("源自提案");
        commander.presses_in("项目内容", "指令").presses("修订").fills("项目名称", "华南标杆客户");
        commander.presses("保存").sees("尚未下达").sees("推广到华南。");
        commander.presses(PROPOSAL).sees("由此产生的项目").sees("华南标杆客户");
        commander.presses("华南标杆客户").sees("SG-2026-002").presses("SG-2026-001").sees(PROJECT).sees("已结项");
    }
}
