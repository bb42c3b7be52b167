//! What comes while a page is open: the numbers change and the newest notice is shown, without a reload.

use crate::kit::{Person, Scripts};
use crate::office::Office;
use crate::story::cast;

#[test]
fn the_commander_sees_a_request_come_in_without_loading_the_page_anew() {
    let office = Office::open();
    cast(&office);
    let commander = Person::signs_in(&office, "周立明", Scripts::On);
    commander.opens("/projects").does_not_see("订金比例");
    let mark = "document.body.dataset.mark = 'the same page'; return true";
    commander.waits_until("the page can be marked", mark);
    let li = office.sign_in("李伟");
    let typed = [("kind", "unsure"), ("project", ""), ("title", "订金比例"), ("question", "几成？"), ("proposal", "三成。")];
    li.post("/requests", &typed).is(303);
    commander.sees("有新的请示 · 订金比例").sees("请示由您批示");
    let counted =
        "const it = document.querySelector('.sidebar [data-count=\"/notices\"]'); return !it.hidden && it.textContent === '1'";
    commander.waits_until("the sidebar counts it", counted);
    commander.waits_until("nothing was loaded anew", "return document.body.dataset.mark === 'the same page'");
    commander.presses("有新的请示 · 订金比例").is_at("/requests/QS-2026-001").sees("几成？");
}
