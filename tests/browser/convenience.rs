//! What the pages' scripts add: asking before something is taken away, keeping what was typed, not sending half a word.

use serde_json::json;
use shuguang::projects::pipeline::State;

use crate::kit::{ENTER, ESCAPE, Person, Scripts};
use crate::office::{Office, PASSWORD};
use crate::story::{cast, package, project_in};

/// An office with one project in this state; gives its number.
fn office_with(state: State) -> (Office, String) {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let number = project_in(&office, &cast, &package, state);
    office.at("2026-12-15 10:00");
    (office, number)
}

#[test]
fn what_takes_something_away_is_asked_about_by_name_and_escape_leaves_everything_as_it_was() {
    let (office, number) = office_with(State::DirectiveDraft);
    let commander = Person::signs_in(&office, "周立明", Scripts::On);
    let form = format!("/projects/{number}/moves/new?move=abolish");
    commander.opens(&form).fills("理由", "客户取消了采购。").touches("废止").is_asked(&number);
    commander.is_asked(&format!("项目 {}", State::DirectiveDraft)).has_focus_on("取消").keys(ESCAPE).is_not_asked();
    commander.is_at(&form).has_focus_on("废止");
    assert_eq!(commander.reads("理由"), "客户取消了采购。", "what was typed before Escape");
    // Saying no is the same as Escape; the project is where it was.
    commander.touches("废止").is_asked(&number).touches("取消").is_not_asked().is_at(&form);
    commander.opens(&format!("/projects/{number}")).sees("指令草拟").does_not_see("已废止");
    commander.opens(&form).fills("理由", "客户取消了采购。").presses_and_confirms("废止", &number).sees("指令已废止。");
}

#[test]
fn a_draft_thrown_away_is_asked_about_as_well() {
    let office = Office::open();
    cast(&office);
    let owner = Person::signs_in(&office, "李伟", Scripts::On);
    owner.opens("/proposals/new").fills("提案名称", "驻场服务标准包").fills("内容", "两周驻场。").presses("保存");
    owner.touches("删除草稿").is_asked("驻场服务标准包").keys(ESCAPE).is_not_asked().sees("两周驻场。");
    owner.presses_and_confirms("删除草稿", "驻场服务标准包").sees("草稿已删除。").does_not_see("驻场服务标准包");
}

#[test]
fn what_was_typed_into_a_long_form_is_offered_again_until_it_is_saved() {
    let (office, number) = office_with(State::Planning);
    let owner = Person::signs_in(&office, "李伟", Scripts::On);
    let draft = format!("/projects/{number}/plan/draft");
    let kept = "return Object.keys(localStorage).some((it) => it.startsWith('draft:'))";
    let gone = "return !Object.keys(localStorage).some((it) => it.startsWith('draft:'))";
    owner.opens(&draft).fills("策略", "先做标杆客户。").fills("行动 1", "筛选").touches_in("三、行动", "添加一行");
    owner.keys("登门演示").waits_until("the draft should be kept on this computer", kept);
    owner.opens("/").opens(&draft).sees("找到上次未提交的草稿。");
    assert_eq!(owner.reads("策略"), "", "nothing is put into the form unasked");
    owner.touches("恢复草稿").does_not_see("找到上次未提交的草稿。");
    assert_eq!(owner.reads("策略"), "先做标杆客户。");
    assert_eq!(owner.reads("行动 1"), "筛选");
    owner.presses("保存").sees("计划已保存。").waits_until("a saved draft should be forgotten", gone);
    owner.opens(&draft).does_not_see("找到上次未提交的草稿。");
    assert_eq!(owner.reads("行动 1"), "筛选", "what was restored is saved");
    // Not wanted, it is not offered twice.
    owner.fills("重点", "试用").waits_until("the draft should be kept on this computer", kept);
    owner.opens("/").opens(&draft).touches("不用").does_not_see("找到上次未提交的草稿。");
    owner.opens("/").opens(&draft).does_not_see("找到上次未提交的草稿。");
}

#[test]
fn what_somebody_typed_goes_when_they_sign_out_or_somebody_else_sits_down() {
    let (office, number) = office_with(State::Planning);
    let draft = format!("/projects/{number}/plan/draft");
    let kept = |of: &str| format!("return Object.keys(localStorage).some((it) => it.startsWith('draft:{of}:'))");
    let gone = "return !Object.keys(localStorage).some((it) => it.startsWith('draft:'))";
    let owner = Person::signs_in(&office, "李伟", Scripts::On);
    let me = office.actor("李伟").username;
    owner.opens(&draft).fills("策略", "先做标杆客户。").waits_until("the draft should be kept for them", &kept(&me));
    // What is typed in the last moment is not written down behind them either.
    owner
        .fills("重点", "试用")
        .touches("李伟 销售人员")
        .presses("退出")
        .is_at("/login")
        .waits_until("nothing should be left", gone);
    let comes_in = |name: &str| {
        owner.opens("/login").fills("账号", name).fills("密码", PASSWORD).presses("登录").is_at("/");
    };
    comes_in("李伟");
    owner.opens(&draft).does_not_see("找到上次未提交的草稿。");
    // A page that is still open in another window after they signed out keeps nothing any more.
    owner.fills("策略", "先做样板市场。").waits_until("the draft should be kept for them", &kept(&me));
    let leave =
        "for (const it of Object.keys(localStorage)) localStorage.removeItem(it); window.left = Date.now(); return true";
    owner.waits_until("they sign out elsewhere", leave).fills("策略", "先做标杆市场。");
    owner.waits_until("time should pass", "return Date.now() - window.left > 900").waits_until("nothing is kept", gone);
    // Their session ends without their signing out: when they come back it is there, when somebody else sits down it is gone.
    owner.opens("/").opens(&draft).fills("策略", "先做样板市场。").waits_until("the draft should be kept for them", &kept(&me));
    office.sign_in("李伟").post("/people/李伟/sessions", &[]).is(303);
    comes_in("李伟");
    owner.opens(&draft).sees("找到上次未提交的草稿。").touches("恢复草稿");
    assert_eq!(owner.reads("策略"), "先做样板市场。");
    office.sign_in("李伟").post("/people/李伟/sessions", &[]).is(303);
    comes_in("周立明");
    owner.opens("/plans/new").does_not_see("找到上次未提交的草稿。").waits_until("nothing should be left", gone);
}

#[test]
fn each_complaint_above_a_form_is_called_by_its_field() {
    let office = Office::open();
    cast(&office);
    let owner = Person::signs_in(&office, "李伟", Scripts::On);
    // Once each, with scripts and without.
    let other = Person::signs_in(&office, "赵强", Scripts::Off);
    for person in [&owner, &other] {
        person.opens("/requests/new").presses("送总指挥").sees("有需要改正的地方");
        person.sees("为什么请示：请填写此项。").sees("我的建议：请填写此项。").does_not_see("我的建议：我的建议");
    }
}

/// The Enter that ends a composed word, as an input method sends it.
fn composes_and_enters(person: &Person) {
    let browser = person.browser();
    browser.chromium("Input.imeSetComposition", &json!({ "text": "biaogan", "selectionStart": 7, "selectionEnd": 7 }));
    let enter = |kind: &str| {
        let key = json!({ "type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r" });
        browser.chromium("Input.dispatchKeyEvent", &key);
    };
    enter("keyDown");
    enter("keyUp");
}

#[test]
fn enter_that_ends_a_composed_word_does_not_send_the_form() {
    let office = Office::open();
    cast(&office);
    // Without the script the same keys do send the form: it is the script that holds it back.
    for scripts in [Scripts::Off, Scripts::On] {
        let owner = Person::signs_in(&office, "李伟", scripts);
        owner.opens("/projects").goes_into("搜索");
        composes_and_enters(&owner);
        match scripts {
            Scripts::Off => owner.waits_until("Enter should send a form", "return location.search.startsWith('?q=')"),
            Scripts::On => {
                owner.browser().chromium("Input.insertText", &json!({ "text": "标杆" }));
                owner.is_at("/projects");
                assert_eq!(owner.reads("搜索"), "标杆");
                owner.keys_onward(ENTER).is_at("/search?q=标杆")
            }
        };
    }
}

#[test]
fn a_button_pressed_twice_makes_one_move() {
    let (office, number) = office_with(State::DirectiveDraft);
    let commander = Person::signs_in(&office, "周立明", Scripts::On);
    commander.opens(&format!("/projects/{number}/moves/new?move=issue"));
    commander
        .browser()
        .run(
            "document.querySelectorAll('.moves button')[0].click(); document.querySelectorAll('.moves button')[0].click();",
            Vec::new(),
        )
        .expect("two presses");
    commander.sees("已下达，等待负责人领受。").opens(&format!("/projects/{number}/history"));
    assert_eq!(commander.text().matches("周立明 下达").count(), 1, "one move for two presses");
}
