//! Neither a report nor a consultation can hide a request: the words by which somebody asks for a decision, and how they are taken out
//! of what is told. A rule of thumb on purpose, told to whoever writes: they say what is asked as a request of its own, or that it is
//! none.

/// How people ask for a decision in Chinese. What only tells of another's asking is mostly not among them.
const ASKS: &[&str] = &[
    "请批示",
    "请批准",
    "请审批",
    "请核准",
    "请审定",
    "请指示",
    "请示如下",
    "特此请示",
    "特请示",
    "现请示",
    "请领导",
    "请总指挥",
    "请予",
    "请您",
    "请求批准",
    "请求同意",
    "请求允许",
    "请求授权",
    "请求支持",
    "请同意",
    "请允许",
    "请授权",
    "请决定",
    "请定夺",
    "当否",
    "妥否",
    "可否",
    "能否",
    "是否同意",
    "是否可以",
    "是否批准",
    "是否允许",
    "望批准",
    "望予",
    "恳请",
    "敬请",
    "如无不妥",
    "待批示",
    "向您请示",
    "需请示",
    "须请示",
    "要不要",
    "该不该",
    "能不能",
    "可不可以",
    "行不行",
    "求批准",
    "请明示",
    "请支持",
    "请求放宽",
    "请求追加",
    "请求延期",
    "申请追加",
    "申请增加",
    "想申请",
    "特申请",
    "现申请",
    "希望批准",
    "希望同意",
    "建议总指挥",
    "建议领导",
    "需要领导拍板",
    "请您拍板",
    "等领导拍板",
    "等总指挥拍板",
    "您看行",
    "您看怎",
    "您看如何",
    "您看可",
    "您看是",
    "等您的意见",
    "听您的意见",
    "您定",
    "麻烦您",
    "盼复",
    "盼批",
    "请协调",
    // Silence is never consent: whoever announces that it will be asks.
    "如无异议",
    "如您不反对",
    "如不反对",
    "若不反对",
    "若无异议",
    "未获答复",
    "未收到答复",
    "视为同意",
    "视同同意",
];

/// The same in English.
const ASKS_EN: &[&str] = &[
    "please approve",
    "please decide",
    "please instruct",
    "please allow",
    "please authorise",
    "please confirm whether",
    "may i ",
    "may we ",
    "can i ",
    "can we ",
    "could we ",
    "could you ",
    "should we ",
    "shall we ",
    "shall i ",
    "would you ",
    "request approval",
    "approval is requested",
    "asking for approval",
    "ask for permission",
    "i propose that you",
    "need your approval",
    "need your decision",
    "awaiting your decision",
    "await your decision",
    "awaiting your approval",
    "await your approval",
    "for your approval",
    "kindly advise",
    "kindly approve",
    "please advise",
    "we request",
    "i request",
    "unless you object",
    "unless i hear",
    "unless told otherwise",
];

/// Whether a sentence asks for a decision.
pub fn asks(sentence: &str) -> bool {
    let plain: String =
        sentence.chars().filter(|it| !it.is_whitespace()).map(|it| if it == '請' { '请' } else { it }).collect();
    let english = format!("{} ", sentence.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase());
    ASKS.iter().any(|it| plain.contains(it)) || ASKS_EN.iter().any(|it| english.contains(it))
}

/// The sentences of a text, each with its stop and the space behind it: together they are the text again.
fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive(['。', '！', '？', '；', '!', '?', ';', '\n']).collect()
}

/// What a text tells, and what it asks.
pub fn split(text: &str) -> (String, String) {
    let (asked, told): (Vec<&str>, Vec<&str>) = sentences(text).into_iter().partition(|it| asks(it));
    (told.concat().trim().to_owned(), asked.concat().trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_asks_is_told_from_what_tells() {
        let table = [
            ("客户已付首款。", false),
            ("按批示收取三成订金。", false),
            ("客户当场同意了方案。", false),
            ("已按上次请示的答复办理。", false),
            ("首单是否可以让两个点？", true),
            ("请 总指挥 批准。", true),
            ("可否先发货后付款", true),
            ("如无不妥，下周发货。", true),
            ("如无异议，我就按九折签了。", true),
            ("未获答复则视为同意，周三发货。", true),
            ("能不能给客户降到九折", true),
            ("申请追加预算两万元。", true),
            ("建议总指挥同意放宽账期。", true),
            ("需要领导拍板。", true),
            ("您看怎么办？", true),
            ("請批示", true),
            ("客户请求退货，已按合同办理。", false),
            ("客户提出异议，已答复。", false),
            ("已向财务申请发票。", false),
            ("已按您的意见办理。", false),
            ("照片您看到了，现场已清理。", false),
            ("价格由领导拍板后已回复客户。", false),
            ("等您的意见", true),
            ("Done as in your decision of Monday.", false),
            ("Awaiting your decision.", true),
            ("The customer paid.", false),
            ("Please  approve the discount.", true),
            ("May we ship before the payment?", true),
            ("Unless you object, I will ship on Wednesday.", true),
            ("I need your approval for 20,000.", true),
            ("They decided to wait.", false),
        ];
        for (text, asked) in table {
            assert_eq!(asks(text), asked, "{text}");
        }
    }

    #[test]
    fn nothing_is_lost_when_a_text_is_split() {
        let text = "客户来函要求提前交货。\n可否先发一半？仓库有现货。";
        assert_eq!(split(text), ("客户来函要求提前交货。\n仓库有现货。".into(), "可否先发一半？".into()));
        for text in ["", "没有句号", "一。二！三？四；五\n六", "a; b? c! d"] {
            assert_eq!(sentences(text).concat(), text);
            assert_eq!(split(text).1, "");
        }
    }
}
