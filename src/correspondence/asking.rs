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
    "望批准",
    "如无不妥",
    "待批示",
    "向您请示",
    "需请示",
    "须请示",
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
    "麻烦总指挥",
    "请问下一步",
    "请问怎么",
    "请问如何",
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
    "想问下",
    "想问一下",
    "想问问",
    "问下领导",
    "问一下领导",
    "问问领导",
    "问下总指挥",
    "问一下总指挥",
    "问问总指挥",
    "请示一下",
    "想请示",
    "望批复",
    "请批复",
    "望同意",
    "望领导",
    "望总指挥",
    "候批",
    "意下如何",
    "领导怎么看",
    "总指挥怎么看",
];

/// Words that ask the reader, unless it is told that somebody else asks by them: 客户问能不能先发货.
const QUESTIONS: &[&str] =
    &["可否", "能否", "是否同意", "是否可以", "是否批准", "是否允许", "要不要", "该不该", "能不能", "可不可以", "行不行"];

/// Words that beg of the reader, unless somebody else begs: 客户恳请延期.
const BEGS: &[&str] = &["恳请", "敬请", "望予"];

/// Who asks besides the writer,
const OTHERS: &[&str] =
    &["客户", "对方", "甲方", "买方", "业主", "用户", "采购", "经销商", "代理商", "供应商", "分销商", "客人", "他们"];

/// how it is told that they do,
const ASKED: &[&str] = &["问", "咨询", "征询", "想知道", "打听"];

/// and what only sounds like it: 客户的问题能否由公司解决.
const NO_ASKING: &[&str] = &["问题", "疑问", "访问", "顾问"];

/// The same in English.
const ASKS_EN: &[&str] = &[
    "please approve",
    "please decide",
    "please instruct",
    "please allow",
    "please authorise",
    "please confirm whether",
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

/// The same in English of what somebody else may ask: the customer asks: could you ship earlier.
const QUESTIONS_EN: &[&str] =
    &["may i ", "may we ", "can i ", "can we ", "could we ", "could you ", "should we ", "shall we ", "shall i ", "would you "];

/// What is told of a request that there was: 按请示办理.
const BEFORE_A_REQUEST: &[&str] = &["按", "照", "经", "已", "依", "据", "对", "该", "上次", "前次", "此前"];
const AFTER_A_REQUEST: &[&str] =
    &["QS-", "的批示", "的答复", "的批复", "批示", "批复", "答复", "结果", "落实", "已", "后", "获批"];

/// Whether the title of a report is that of a request: 关于让利的请示.
pub fn asks_by_title(title: &str) -> bool {
    let plain = plain(title);
    let cited = |at: usize| {
        let (before, after) = (&plain[..at], &plain[at + "请示".len()..]);
        BEFORE_A_REQUEST.iter().any(|it| before.ends_with(it)) || AFTER_A_REQUEST.iter().any(|it| after.starts_with(it))
    };
    asks(title) || plain.match_indices("请示").any(|(at, _)| !cited(at))
}

/// Without white space, and with the one word written in one way.
fn plain(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace()).map(|it| if it == '請' { '请' } else { it }).collect()
}

/// Whether these words before a question tell that somebody else asks it, and does not ask the writer to.
fn told_of_others(before: &str) -> bool {
    let before = NO_ASKING.iter().fold(before.to_owned(), |all, it| all.replace(it, ""));
    OTHERS.iter().any(|who| {
        let Some((_, after)) = before.rsplit_once(who) else { return false };
        let verb = ASKED.iter().filter_map(|it| after.find(it)).min();
        verb.is_some_and(|at| !after[..at].contains('我'))
    })
}

/// Whether a clause asks; `before` is what leads to it, as 客户询问， does.
fn clause_asks(before: &str, clause: &str) -> bool {
    let led = |at: usize| format!("{before}{}", &clause[..at]);
    let question = |it: &str| clause.match_indices(it).any(|(at, _)| !told_of_others(&led(at)));
    let begs = |it: &str| clause.match_indices(it).any(|(at, _)| !OTHERS.iter().any(|who| clause[..at].ends_with(who)));
    ASKS.iter().any(|it| clause.contains(it)) || QUESTIONS.iter().any(|it| question(it)) || BEGS.iter().any(|it| begs(it))
}

/// Whether a sentence asks for a decision.
pub fn asks(sentence: &str) -> bool {
    let plain = plain(sentence);
    let mut before = "";
    let in_chinese = plain.split(['，', ',', '：', ':']).any(|clause| {
        let asks = clause_asks(before, clause);
        // What ends with somebody's asking leads to what they ask.
        before = if told_of_others(clause) && ASKED.iter().any(|it| clause.ends_with(it)) { clause } else { "" };
        asks
    });
    let english = format!("{} ", sentence.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase());
    let told = |at: usize| english[..at].split_once("customer").is_some_and(|it| it.1.contains(" ask"));
    let question = |it: &str| english.match_indices(it).any(|(at, _)| !told(at));
    in_chinese || ASKS_EN.iter().any(|it| english.contains(it)) || QUESTIONS_EN.iter().any(|it| question(it))
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
            ("请问下一步怎么办？", true),
            ("麻烦总指挥拍板", true),
            ("Done as in your decision of Monday.", false),
            ("Awaiting your decision.", true),
            ("The customer paid.", false),
            ("Please  approve the discount.", true),
            ("May we ship before the payment?", true),
            ("Unless you object, I will ship on Wednesday.", true),
            ("I need your approval for 20,000.", true),
            ("They decided to wait.", false),
            ("想问下领导的意思", true),
            ("想问一下能不能给客户九折", true),
            ("这件事请示一下。", true),
            ("恳请批准。", true),
            ("望批准为盼", true),
            ("望批复", true),
            ("能否先签意向书", true),
            ("是否可以按九折报价", true),
            ("给客户的折扣可否再放宽", true),
            ("客户问能不能先发货。", false),
            ("客户询问可否分期付款", false),
            ("对方采购来电咨询，能否本月交货。", false),
            ("客户问：可不可以开专票？", false),
            ("客户问我们是否可以上门安装", false),
            ("客户恳请延期一周，已按合同答复。", false),
            ("客户问能不能让两个点，我们可否同意？", true),
            ("客户问能不能先发货，请批示。", true),
            ("客户要求我问能不能先发货", true),
            ("请问客户要的折扣能不能给", true),
            ("客户的问题能否由公司出面解决", true),
            ("已按领导的意思办理。", false),
            ("The customer asked: could you ship earlier?", false),
            ("The customer waits. Could we ship earlier?", true),
        ];
        for (text, asked) in table {
            assert_eq!(asks(text), asked, "{text}");
        }
    }

    #[test]
    fn a_title_that_is_a_request_s_is_told_from_one_that_speaks_of_a_request() {
        let table = [
            ("关于首单让利的请示", true),
            ("请示：首单让利", true),
            ("让利 请示", true),
            ("可否让利", true),
            ("关于让利的請示", true),
            ("仓库进水", false),
            ("按请示办理首单", false),
            ("请示批示的落实情况", false),
            ("请示 QS-2026-001 的落实", false),
            ("上次请示的答复已执行", false),
            ("客户询问可否分期", false),
        ];
        for (title, asked) in table {
            assert_eq!(asks_by_title(title), asked, "{title}");
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
