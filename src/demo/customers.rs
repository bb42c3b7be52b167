//! The customers of the demonstration department: invented companies, the people there, who looks after them.

use crate::clock::Moment;
use crate::customers::changes::{Facts, PersonFacts, add, add_person};
use crate::customers::model::{Customer, Grade, Part, Source};
use crate::error::Result;
use crate::store::{Actor, Store};

/// Name, region, industry, grade, source, phone, and the people: name, part, post, phone.
type Known = (
    &'static str,
    &'static str,
    &'static str,
    Grade,
    Source,
    &'static str,
    &'static [(&'static str, Part, &'static str, &'static str)],
);

use Grade::{A, B, C, D};
use Part::{Decides, Handles, Influences, Uses};
use Source::{Call, Exhibition, Existing, Network, Other, Referral, Visit};

#[rustfmt::skip]
const KNOWN: &[Known] = &[
    ("杭州云岭展览服务有限公司", "浙江", "展览展示", A, Exhibition, "0571-86540001", &[("沈国栋", Decides, "总经理", "13800010001"), ("许琳", Handles, "采购主管", "13800010002")]),
    ("苏州华信机电设备有限公司", "江苏", "机电设备", A, Visit, "0512-65540002", &[("顾建平", Decides, "副总经理", "13800010003"), ("蒋薇", Handles, "采购部经理", "13800010004")]),
    ("宁波宏达安装工程有限公司", "浙江", "安装工程", B, Referral, "0574-87540003", &[("戴志刚", Decides, "项目总监", "13800010005"), ("俞敏", Handles, "材料员", "13800010006")]),
    ("上海东方设备成套有限公司", "上海", "设备成套", A, Existing, "021-64540004", &[("陆文涛", Decides, "总经理", "13800010007"), ("唐洁", Handles, "商务经理", "13800010008"), ("邱明", Uses, "仓储主管", "13800010009")]),
    ("南京博瀚建筑设计院有限公司", "江苏", "设计咨询", B, Visit, "025-83540005", &[("方磊", Decides, "院长助理", "13800010010"), ("贺婷", Influences, "主任设计师", "13800010011")]),
    ("无锡锦程精密制造有限公司", "江苏", "装备制造", B, Call, "0510-82540006", &[("薛海峰", Decides, "厂长", "13800010012"), ("施蕾", Handles, "采购专员", "13800010013")]),
    ("绍兴越青会展有限公司", "浙江", "会展策划", C, Exhibition, "0575-85540007", &[("金晓舟", Decides, "总经理", "13800010014")]),
    ("嘉兴南湖标识制作有限公司", "浙江", "标识制作", C, Network, "0573-82540008", &[("凌燕", Handles, "业务经理", "13800010015")]),
    ("合肥科澜仪器有限公司", "安徽", "仪器仪表", B, Exhibition, "0551-62540009", &[("汪正阳", Decides, "销售总监", "13800010016"), ("程露", Handles, "采购", "13800010017")]),
    ("芜湖江淮物流装备有限公司", "安徽", "物流仓储", C, Call, "0553-38540010", &[("鲍卫东", Decides, "经理", "13800010018")]),
    ("常州新塍广告有限公司", "江苏", "广告传媒", D, Network, "0519-86540011", &[("潘悦", Handles, "客户经理", "13800010019")]),
    ("南通海纳展具制造有限公司", "江苏", "展览展示", A, Referral, "0513-85540012", &[("季海林", Decides, "董事长", "13800010020"), ("缪娟", Handles, "供应链经理", "13800010021")]),
    ("扬州瘦西文旅发展有限公司", "江苏", "文化旅游", B, Visit, "0514-87540013", &[("丁一鸣", Decides, "策划总监", "13800010022")]),
    ("徐州彭城重工有限公司", "江苏", "装备制造", B, Call, "0516-83540014", &[("孟庆华", Decides, "副厂长", "13800010023"), ("秦岚", Handles, "采购主管", "13800010024")]),
    ("台州黄岩模塑有限公司", "浙江", "装备制造", C, Exhibition, "0576-84540015", &[("章小军", Decides, "总经理", "13800010025")]),
    ("温州瓯越商业管理有限公司", "浙江", "商业零售", C, Network, "0577-88540016", &[("林巧巧", Handles, "招商经理", "13800010026")]),
    ("金华双溪商贸有限公司", "浙江", "商业零售", D, Call, "0579-82540017", &[]),
    ("湖州安吉竹艺展示有限公司", "浙江", "展览展示", C, Visit, "0572-50540018", &[("费晨", Decides, "经理", "13800010027")]),
    ("上海申合会务服务有限公司", "上海", "会展策划", B, Exhibition, "021-54540019", &[("俞海燕", Handles, "项目经理", "13800010028"), ("钟鸣", Decides, "合伙人", "13800010029")]),
    ("上海临港智造科技有限公司", "上海", "装备制造", A, Visit, "021-68540020", &[("徐晋", Decides, "采购总监", "13800010030"), ("褚云", Uses, "设备工程师", "13800010031")]),
    ("上海沪西印务有限公司", "上海", "广告传媒", D, Other, "021-62540021", &[]),
    ("广州南粤展示工程有限公司", "广东", "展览展示", A, Exhibition, "020-83540022", &[("梁家豪", Decides, "总经理", "13800010032"), ("冼慧", Handles, "采购经理", "13800010033")]),
    ("广州珠江安装集团有限公司", "广东", "安装工程", A, Referral, "020-87540023", &[("区志强", Decides, "工程总监", "13800010034"), ("黎敏仪", Handles, "商务主任", "13800010035")]),
    ("深圳前湾数码展陈有限公司", "广东", "展览展示", B, Network, "0755-82540024", &[("叶子航", Decides, "创始人", "13800010036")]),
    ("深圳鹏程会展策划有限公司", "广东", "会展策划", B, Exhibition, "0755-83540025", &[("曾柳", Handles, "项目总监", "13800010037"), ("彭达", Decides, "总经理", "13800010038")]),
    ("东莞松湖电子有限公司", "广东", "电子信息", B, Visit, "0769-22540026", &[("袁立新", Decides, "行政总监", "13800010039")]),
    ("东莞厚街家具制造有限公司", "广东", "家具制造", C, Visit, "0769-85540027", &[("方静雯", Handles, "市场主管", "13800010040")]),
    ("佛山石湾陶瓷有限公司", "广东", "建材陶瓷", A, Exhibition, "0757-82540028", &[("霍兆基", Decides, "营销总监", "13800010041"), ("罗倩", Handles, "展厅经理", "13800010042")]),
    ("佛山顺和铝业有限公司", "广东", "建材陶瓷", C, Call, "0757-26540029", &[("麦国雄", Decides, "经理", "13800010043")]),
    ("中山古城灯饰有限公司", "广东", "照明电器", B, Exhibition, "0760-22540030", &[("郭艺", Handles, "展会专员", "13800010044")]),
    ("珠海横琴文创有限公司", "广东", "文化旅游", C, Network, "0756-33540031", &[("莫凡", Decides, "总监", "13800010045")]),
    ("惠州东江仪表有限公司", "广东", "仪器仪表", D, Call, "0752-26540032", &[]),
    ("厦门鹭岛出口贸易有限公司", "福建", "外贸", A, Referral, "0592-51540033", &[("洪伟霖", Decides, "总经理", "13800010046"), ("蔡筱", Handles, "单证主管", "13800010047")]),
    ("厦门海沧冷链有限公司", "福建", "物流仓储", C, Visit, "0592-65540034", &[("翁志远", Decides, "运营经理", "13800010048")]),
    ("福州闽江会展中心有限公司", "福建", "会展策划", B, Exhibition, "0591-87540035", &[("陈梦瑶", Handles, "招展主管", "13800010049")]),
    ("泉州刺桐鞋服有限公司", "福建", "纺织服装", C, Exhibition, "0595-22540036", &[("许景明", Decides, "品牌总监", "13800010050")]),
    ("漳州九龙江食品有限公司", "福建", "食品", D, Network, "0596-20540037", &[]),
    ("南宁青秀展览有限公司", "广西", "展览展示", B, Visit, "0771-55540038", &[("覃思远", Decides, "总经理", "13800010051")]),
    ("桂林漓江文旅有限公司", "广西", "文化旅游", C, Call, "0773-28540039", &[("韦婉", Handles, "市场专员", "13800010052")]),
    ("柳州龙城工程机械有限公司", "广西", "装备制造", B, Exhibition, "0772-38540040", &[("莫志坚", Decides, "副总经理", "13800010053")]),
    ("成都锦里展陈设计有限公司", "四川", "展览展示", C, Network, "028-86540041", &[("邓可", Decides, "设计总监", "13800010054")]),
    ("重庆两江会议服务有限公司", "重庆", "会展策划", C, Referral, "023-63540042", &[("冉小勇", Handles, "经理", "13800010055")]),
    ("武汉汉江光电有限公司", "湖北", "电子信息", B, Exhibition, "027-87540043", &[("余承志", Decides, "市场总监", "13800010056")]),
    ("长沙岳麓科教设备有限公司", "湖南", "仪器仪表", C, Call, "0731-88540044", &[("谭芸", Handles, "采购", "13800010057")]),
    ("昆明云岭展览有限公司", "云南", "展览展示", D, Network, "0871-65540045", &[]),
];

/// The companies at which somebody is known, by name.
pub fn names() -> Vec<&'static str> {
    KNOWN.iter().filter(|it| !it.6.is_empty()).map(|it| it.0).collect()
}

/// A credit code for the nth company: right in its check digit, of a district that does not exist.
fn code(nth: usize) -> Option<String> {
    crate::customers::codes::completed(&format!("91990100MA{nth:07}"))
}

/// Enters them one after the other from `from` on, each by the salesperson who looks after it; in the order of the list.
pub fn enter(store: &Store, sales: &[Actor], from: Moment) -> Result<Vec<Customer>> {
    let mut all = Vec::new();
    for (nth, (name, region, industry, grade, source, phone, people)) in KNOWN.iter().enumerate() {
        let Some(keeper) = sales.get(nth % sales.len().max(1)) else { break };
        let at = from + chrono::Duration::minutes(20 * nth as i64);
        all.push(store.write(keeper.clone(), at, |tx| {
            let facts = Facts {
                name: (*name).to_owned(),
                // Of every fifth nobody knows it yet.
                credit_code: if nth % 5 == 4 { None } else { code(nth) },
                region: (*region).to_owned(),
                industry: (*industry).to_owned(),
                source: *source,
                grade: *grade,
                phone: (*phone).to_owned(),
                address: String::new(),
                note: String::new(),
            };
            let mut people = people.iter().map(|(name, part, post, phone)| PersonFacts {
                name: (*name).to_owned(),
                part: *part,
                post: (*post).to_owned(),
                phone: (*phone).to_owned(),
                wechat: String::new(),
                note: String::new(),
            });
            let first = people.next();
            let customer = add(tx, &facts, &keeper.id, first.as_ref(), false)?;
            for person in people {
                add_person(tx, &customer, &person)?;
            }
            Ok(customer)
        })?);
    }
    Ok(all)
}
