//! Files of requests: their asker's, seen by whoever sees the request, fixed once it is answered.

use crate::office::{Answer, Office, Visitor};
use crate::story::cast;
use crate::trade::{PDF, upload};

fn ask(asker: &Visitor, title: &str) -> String {
    let typed = [("kind", "unsure"), ("project", ""), ("title", title), ("question", "订金收几成？"), ("proposal", "三成。")];
    asker.post("/requests", &typed).is(303).location.clone().unwrap_or_default()
}

/// Where the files of a page lie.
fn files(page: &Answer) -> Vec<String> {
    let html = page.is(200).html();
    let link = scraper::Selector::parse("#files a[href^='/files/']").expect("a selector");
    html.select(&link).filter_map(|it| it.attr("href").map(str::to_owned)).collect()
}

#[test]
fn a_request_s_files_are_its_asker_s_until_it_is_answered() {
    let office = Office::open();
    cast(&office);
    let [li, zhao, zhou, wang, admin] = ["李伟", "赵强", "周立明", "王芳", "管理员"].map(|name| office.sign_in(name));
    let at = ask(&li, "订金比例");
    let base = office.base();
    let attach = |who: &Visitor, name: &str, bytes: &[u8]| upload(who, &base, &format!("{at}/files"), name, bytes);
    attach(&li, "客户来函.pdf", PDF).goes_to(&format!("{at}#files"));
    attach(&li, "页面.pdf", b"<html>").complains("file");
    let page = li.get(&at);
    page.shows("客户来函.pdf");
    let file = files(&page).remove(0);
    // Whoever sees the request sees its files, and nobody else.
    for who in [&li, &zhou, &wang] {
        let got = who.get(&file);
        assert_eq!(got.is(200).bytes, PDF);
        who.get(&at).shows("客户来函.pdf");
    }
    for who in [&zhao, &admin] {
        who.get(&file).is(404);
        attach(who, "别人的.pdf", PDF).is(404);
        who.post(&format!("{file}/removal"), &[]).is(404);
    }
    // Only the asker adds and removes.
    attach(&zhou, "总指挥的.pdf", PDF).is(403);
    zhou.post(&format!("{file}/removal"), &[]).is(403);
    attach(&li, "另一份.pdf", &[PDF, b"2"].concat()).is(303);
    let second = files(&li.get(&at)).into_iter().find(|it| *it != file).expect("the other file");
    li.post(&format!("{second}/removal"), &[]).goes_to(&at);
    li.get(&at).does_not_show("另一份");
    li.get(&second).is(404);
    // What was decided on stays.
    let answer = [("verdict", "granted"), ("instruction", "三成。"), ("version", "1")];
    zhou.post(&format!("{at}/answer"), &answer).is(303);
    attach(&li, "迟到的.pdf", &[PDF, b"3"].concat()).is(409).shows("附件不能再增减");
    li.post(&format!("{file}/removal"), &[]).is(409);
    li.get(&file).is(200);
    let page = li.get(&at);
    page.shows("客户来函.pdf");
    assert!(!page.has("#files form"), "nothing can be added any more");
}
