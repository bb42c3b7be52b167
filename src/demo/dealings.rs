//! Work with customers as stories tell it: who is chosen, what is said, what is held against it, what is offered.

use crate::correspondence::requests::changes::{Answer, NewRequest, answer as instruct, ask};
use crate::correspondence::requests::model::{Request, RequestKind, RequestState, Ruling};
use crate::customers::changes::{Facts, PersonFacts, add, add_person};
use crate::customers::model::{
    ActivityKind, Customer, Grade, Objection, ObjectionKind, ObjectionState, Outcome, Part, Source, TargetCustomer, Weight,
};
use crate::customers::search::likeness;
use crate::customers::solutions::changes::{Content, answer, begin, offer, write};
use crate::customers::targets::road::Doing;
use crate::customers::{activities, objections, solutions, targets};
use crate::error::{OrNotFound, Result};
use crate::projects::model::Project;
use crate::store::Tx;
use crate::store::schema::{customers, requests};
use chrono::Days;
use diesel::prelude::*;

/// Something that happens with a customer, and how many hours of the office pass until the next thing.
#[derive(Clone, Debug)]
pub struct Contact {
    pub customer: String,
    pub hours: i64,
    pub what: Happening,
}

/// What happens.
#[derive(Clone, Debug)]
pub enum Happening {
    /// A customer comes to be known, with its people.
    Found {
        facts: Facts,
        people: Vec<PersonFacts>,
    },
    /// Chosen as a target of the project.
    Chosen {
        grounds: String,
    },
    /// An activity; what is next and in how many days.
    Done {
        kind: ActivityKind,
        said: String,
        result: Outcome,
        next: Option<(String, u64)>,
    },
    Objects {
        kind: ObjectionKind,
        weight: Weight,
        said: String,
    },
    /// Passed to the specialists.
    Passes {
        asked: String,
    },
    /// One of them has a solution.
    Designs {
        design: String,
    },
    Settles {
        overcome: bool,
        outcome: String,
    },
    /// Offered; amounts in fen. An edition after the first where something was offered already.
    Offers {
        title: String,
        content: String,
        list: i64,
        price: i64,
    },
    Answers {
        accepted: bool,
        said: String,
    },
    Drops {
        why: String,
    },
    /// The owner asks the commander something that they are not sure of.
    Asks {
        title: String,
        question: String,
        proposal: String,
    },
    /// The commander answers what was asked last.
    Instructs {
        ruling: Ruling,
        instruction: String,
    },
}

impl Happening {
    /// Whether a specialist does it.
    pub fn is_specialist_s(&self) -> bool {
        matches!(self, Happening::Designs { .. })
    }

    /// Whether the commander does it.
    pub fn is_commander_s(&self) -> bool {
        matches!(self, Happening::Instructs { .. })
    }
}

/// The customer of this name, added with two of its people if the department does not know it yet.
pub fn customer(tx: &mut Tx, name: &str) -> Result<Customer> {
    if let Some(customer) = known(tx, name)? {
        return Ok(customer);
    }
    let digit = |at: usize| name.bytes().cycle().nth(at).map_or(0, |byte| u32::from(byte) % 10);
    let phone = (0..8).fold("138".to_owned(), |text, at| format!("{text}{}", digit(at * 2 + 2)));
    let facts = Facts {
        name: name.to_owned(),
        credit_code: None,
        region: "江苏".into(),
        industry: "机电设备".into(),
        source: Source::Exhibition,
        grade: if digit(5) < 4 { Grade::A } else { Grade::B },
        phone: String::new(),
        address: String::new(),
        note: String::new(),
    };
    let person = |name: &str, part, post: &str, end| PersonFacts {
        name: name.to_owned(),
        part,
        post: post.to_owned(),
        phone: format!("{}{end}", phone.get(..10).unwrap_or_default()),
        wechat: String::new(),
        note: String::new(),
    };
    let keeper = tx.who.id.clone();
    let first = person("陈经理", Part::Handles, "采购部经理", 0);
    let customer = add(tx, &facts, &keeper, Some(&first), true)?;
    add_person(tx, &customer, &person("王总", Part::Decides, "总经理", 1))?;
    known(tx, name)?.or_not_found()
}

fn known(tx: &mut Tx, name: &str) -> Result<Option<Customer>> {
    let rows = customers::table.filter(customers::likeness.eq(likeness(name))).filter(customers::merged_into.is_null());
    Ok(rows.order(customers::number).select(Customer::as_select()).first(&mut **tx).optional()?)
}

/// Lets it happen, by whoever acts in this transaction.
pub fn happen(tx: &mut Tx, project: &Project, contact: &Contact) -> Result<()> {
    match &contact.what {
        Happening::Chosen { grounds } => {
            let number = customer(tx, &contact.customer)?.number;
            return targets::changes::choose(tx, project, &[number], grounds).map(|_| ());
        }
        Happening::Found { facts, people } => return found(tx, facts, people),
        Happening::Asks { .. } | Happening::Instructs { .. } => return asked(tx, project, &contact.what),
        _ => {}
    }
    let number = known(tx, &contact.customer)?.or_not_found()?.number;
    let (target, _) = targets::queries::find(tx, &project.id, &number)?;
    match contact.what.clone() {
        Happening::Found { .. } | Happening::Chosen { .. } | Happening::Asks { .. } | Happening::Instructs { .. } => Ok(()),
        Happening::Done { kind, said, result, next } => {
            let contact = target.contact_id.clone();
            let (next_step, days) = next.map_or((String::new(), None), |(text, days)| (text, Some(days)));
            let next_on = days.and_then(|days| tx.today().checked_add_days(Days::new(days)));
            let with_whom = String::new();
            let on_day = tx.today();
            let new = activities::changes::New { kind, on_day, contact, with_whom, said, result, next_step, next_on };
            activities::changes::record(tx, project, &target, new).map(|_| ())
        }
        Happening::Objects { kind, weight, said } => {
            let new = objections::changes::New { kind, weight, said, raised_on: tx.today() };
            objections::changes::raise(tx, project, &target, new).map(|_| ())
        }
        Happening::Passes { asked } => {
            let it = newest(tx, &target)?;
            objections::changes::pass(tx, project, &it, it.version, asked)
        }
        Happening::Designs { design } => {
            let it = newest(tx, &target)?;
            objections::changes::design(tx, project, &it, it.version, design)
        }
        Happening::Settles { overcome, outcome } => {
            let it = newest(tx, &target)?;
            objections::changes::settle(tx, project, &it, it.version, overcome, outcome)
        }
        Happening::Offers { title, content, list, price } => {
            let today = tx.today();
            let valid_until = today.checked_add_days(Days::new(30)).unwrap_or(today);
            let new = Content { content, list_fen: list, price_fen: price, valid_until };
            let solution = match solutions::queries::of_target(tx, &target.id)?.into_iter().next() {
                Some((solution, _)) => {
                    write(tx, project, &solution, 0, new)?;
                    solution
                }
                None => begin(tx, project, &target, title, None, new)?,
            };
            offer(tx, project, &solution, 1)
        }
        Happening::Answers { accepted, said } => {
            let (solution, edition) = solutions::queries::of_target(tx, &target.id)?.into_iter().next().or_not_found()?;
            answer(tx, project, &solution, edition.version, accepted, said)
        }
        Happening::Drops { why } => targets::changes::step(tx, project, &target, Doing::Drop, &why),
    }
}

/// A customer is entered with its people, if the department does not know it.
fn found(tx: &mut Tx, facts: &Facts, people: &[PersonFacts]) -> Result<()> {
    if known(tx, &facts.name)?.is_some() {
        return Ok(());
    }
    let keeper = tx.who.id.clone();
    let customer = add(tx, facts, &keeper, people.first(), true)?;
    people.iter().skip(1).try_for_each(|it| add_person(tx, &customer, it).map(|_| ()))
}

/// Something is asked, or what was asked last is answered.
fn asked(tx: &mut Tx, project: &Project, what: &Happening) -> Result<()> {
    match what.clone() {
        Happening::Asks { title, question, proposal } => {
            let kind = RequestKind::Unsure;
            let new = NewRequest { kind, matter: None, up_to: None, title, question, proposal, urgent: false };
            ask(tx, Some(project), new).map(|_| ())
        }
        Happening::Instructs { ruling, instruction } => {
            let open: Option<Request> = requests::table
                .filter(requests::project_id.eq(&project.id))
                .filter(requests::state.eq(RequestState::Open))
                .order(requests::id.desc())
                .select(Request::as_select())
                .first(&mut **tx)
                .optional()?;
            let open = open.or_not_found()?;
            instruct(tx, &open, open.version, Answer { ruling, up_to: None, instruction })
        }
        _ => Ok(()),
    }
}

/// The objection of a target that was raised last and is not settled.
fn newest(tx: &mut Tx, target: &TargetCustomer) -> Result<Objection> {
    let all = objections::queries::of_target(tx, &target.id)?;
    all.into_iter().find(|it| it.state != ObjectionState::Settled).or_not_found()
}

/// What happens with these customers of a project: the first accepts a solution, the others are on their ways there, or off them.
pub fn contacts(customers: &[&str]) -> Vec<Contact> {
    use ActivityKind::*;
    let mut all = Vec::new();
    for (index, customer) in customers.iter().enumerate() {
        let mut add = |what: Happening| all.push(Contact { customer: (*customer).to_owned(), hours: 1, what });
        let done = |kind, said: &str, result, next: &str, days| Happening::Done {
            kind,
            said: said.to_owned(),
            result,
            next: (!next.is_empty()).then(|| (next.to_owned(), days)),
        };
        let objects = |kind, weight, said: &str| Happening::Objects { kind, weight, said: said.to_owned() };
        // No two customers say quite the same.
        let turn = customer.bytes().fold(0, |sum: usize, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
        let one_of = |texts: [&'static str; 3]| texts[turn / 7 % 3];
        let grounds = match index {
            0 => "近期有采购计划，列为重点目标。",
            1 => "去年买过同类产品，服务不满意，有更换的意思。",
            _ => "属于本项目的行业，先保持联系。",
        };
        add(Happening::Chosen { grounds: grounds.to_owned() });
        match index % 6 {
            0 => {
                add(done(
                    Invitation,
                    one_of([
                        "邀请参加本月的产品演示会，对方答应带技术人员来。",
                        "送去展会邀请函，对方采购与设计两个部门都来。",
                        "电话邀请到展厅参观，约定带上平面图。",
                    ]),
                    Outcome::Advanced,
                    "准备演示样机",
                    2,
                ));
                add(done(
                    Demonstration,
                    one_of([
                        "现场演示主要型号，技术人员认可运行噪声和能耗。",
                        "带样机上门演示，对方关心安装周期。",
                        "演示三种柜体组合，对方倾向第二种。",
                    ]),
                    Outcome::Advanced,
                    "送报价方案",
                    2,
                ));
                add(objects(ObjectionKind::Terms, Weight::Minor, "预付款三成偏高，希望到货后再付。"));
                add(Happening::Settles {
                    overcome: true, outcome: "改为预付两成、到货付七成、质保金一成，对方同意。".into()
                });
                let (title, content) = ("展示设备年度供应", "供应展示柜体与照明系统，含运输、安装与一年质保；首批十日内到货。");
                let offers =
                    |price| Happening::Offers { title: title.into(), content: content.into(), list: 20_000_000, price };
                add(offers(19_600_000));
                add(Happening::Answers { accepted: false, said: "总价还要再降一些，希望包含备件。".into() });
                add(offers(19_000_000));
                add(Happening::Answers { accepted: true, said: "同意按第二版执行，等合同。".into() });
                add(done(
                    Visit,
                    one_of(["登门确认方案细节和交货顺序。", "与使用部门逐层核对摆放位置。", "确认颜色和灯光，约定合同条款。"]),
                    Outcome::Advanced,
                    "送合同草稿",
                    3,
                ));
            }
            1 => {
                add(done(
                    Visit,
                    one_of([
                        "登门拜访，看了对方的展厅现状，尺寸已量。",
                        "拜访总经理，了解到明年要改造两层。",
                        "看了现有设备，受潮变形明显。",
                    ]),
                    Outcome::Objection,
                    "带技术答复回访",
                    2,
                ));
                add(objects(
                    ObjectionKind::Quality,
                    Weight::Serious,
                    one_of([
                        "担心潮湿环境下柜体变形，要求给出依据。",
                        "去年供应商的板材半年就开裂，要求书面承诺。",
                        "要求提供防潮检测报告，否则不考虑。",
                    ]),
                ));
                add(Happening::Passes {
                    asked: "沿海高湿环境下柜体怎样防变形？请给出做法和可以承诺的年限。".into()
                });
                add(Happening::Designs {
                    design: "改用铝蜂窝芯板加防潮封边，提供两年不变形承诺，并附检测报告。".into()
                });
                let content = "防潮型柜体，铝蜂窝芯板，两年不变形承诺。";
                let title = "防潮型展柜方案".to_owned();
                add(Happening::Offers { title, content: content.into(), list: 12_800_000, price: 12_480_000 });
            }
            2 => {
                add(done(
                    Call,
                    one_of([
                        "电话介绍产品，对方要求先发资料。",
                        "电话里约了下周见面，对方先要报价区间。",
                        "对方说正在比较三家，希望看案例。",
                    ]),
                    Outcome::Unchanged,
                    "发资料后回访",
                    1,
                ));
                add(objects(
                    ObjectionKind::Delivery,
                    Weight::Serious,
                    one_of([
                        "要求十五天内交完全部货，否则找现在的供应商。",
                        "开业日期已定，晚一天都不行。",
                        "希望分两批，首批十天内到。",
                    ]),
                ));
                add(Happening::Passes {
                    asked: "能否分两批十五天内交完？需要哪些型号改用现货？".into()
                });
                // Some still wait for a specialist.
                if turn % 3 > 0 {
                    add(Happening::Designs {
                        design: "展柜用现货型号先交一半，灯具十日内补齐；请客户确认替换型号。".into()
                    });
                }
            }
            3 => {
                add(done(
                    Call,
                    one_of(["上午、下午各打一次，没有人接。", "前台说经办人出差，下周回来。", "电话占线，留了短信。"]),
                    Outcome::NotReached,
                    "换个时间再打",
                    1,
                ));
                add(objects(
                    ObjectionKind::Competitor,
                    Weight::Minor,
                    one_of([
                        "现有供应商价格更低，没有更换的必要。",
                        "另一家报价低一成，服务差不多。",
                        "用惯了现在的品牌，换了怕麻烦。",
                    ]),
                ));
            }
            4 => {
                add(done(
                    Message,
                    one_of([
                        "微信发了样本和案例，对方回复年内没有预算。",
                        "发了邀请和资料，对方说总部统一采购。",
                        "对方回复刚换过设备，三年内不再更新。",
                    ]),
                    Outcome::Refused,
                    "",
                    0,
                ));
                add(Happening::Drops { why: "年内没有预算，明年一季度再看。".into() });
            }
            _ => {}
        }
    }
    all
}
