//! Everything by keyboard: past the menu, from field to field with the place in sight, and a form sent without a mouse.

use shuguang::projects::pipeline::State;

use crate::kit::{ENTER, Person, Scripts, TAB};
use crate::office::{Office, PASSWORD};
use crate::story::{cast, package, project_in};

#[test]
fn somebody_signs_in_skips_the_menu_and_acts_without_a_mouse() {
    for scripts in [Scripts::On, Scripts::Off] {
        let office = Office::open();
        let cast = cast(&office);
        let package = package(&office, &cast);
        let number = project_in(&office, &cast, &package, State::DirectiveIssued);
        let owner = Person::at_the_door(&office, "李伟", scripts);
        owner.opens("/login").has_focus_on("账号").keys("李伟").keys(TAB).has_focus_on("密码");
        owner.keys(PASSWORD).keys_onward(ENTER).is_at("/");
        // The first stop of every page leads past the menu.
        owner.opens(&format!("/projects/{number}/directive")).keys(TAB).has_focus_on("跳到正文");
        assert!(owner.focus().seen, "the way past the menu is seen when it has the focus");
        owner.keys(ENTER);
        owner.waits_until("the skip link should lead to the text", "return location.hash === '#main'");
        owner.keys(TAB);
        assert!(!owner.focus().name.contains("工作台"), "after the skip link comes the text, not the menu");
        // From stop to stop, each in sight: to the link, and on its page to the button.
        owner.tabs_to("领受", "a").keys_onward(ENTER).tabs_to("领受", "button").keys_onward(ENTER);
        owner.sees("已领受，开始计划草拟。");
    }
}

#[test]
fn every_stop_of_the_main_pages_is_seen() {
    let office = Office::open();
    let cast = cast(&office);
    let package = package(&office, &cast);
    let number = project_in(&office, &cast, &package, State::Deliberation);
    office.at("2026-12-15 10:00");
    let commander = Person::signs_in(&office, "周立明", Scripts::On);
    for path in ["/", "/projects", "/projects/new", &format!("/projects/{number}/deliberation")] {
        commander.opens(path);
        for _ in 0..45 {
            commander.keys(TAB);
            let focus = commander.focus();
            if !focus.seen && !focus.name.is_empty() {
                commander.fail(&format!("「{}」 has the focus and does not show it", focus.name));
            }
        }
    }
}

#[test]
fn the_stroke_leads_to_the_search() {
    let office = Office::open();
    cast(&office);
    let owner = Person::signs_in(&office, "李伟", Scripts::On);
    owner.keys("/").has_focus_on("搜索").keys("标杆").keys_onward(ENTER).is_at("/search?q=标杆");
}
