//! Whatever is sent to a form, whole or forged: never a 500, nothing typed is lost, nothing odd is kept, the trail stays true.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use shuguang::store::schema::trail;

use crate::office::{Answer, FormOnPage, Visitor};
use crate::prepared::Prepared;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// Odd enough to be refused wherever one types: direction override, zero width, NUL, a family of emoji, markup, SQL.
const REFUSED: &str = "\u{202e}李\u{200b}伟\u{feff}\0👨\u{200d}👩\u{200d}👧<script>alert(1)</script>' OR 1=1 --";
/// Odd, and yet a text that somebody may mean.
const HARMLESS: &str = "👨\u{200d}👩\u{200d}👧 𠀀 \u{200b}<script>alert(1)</script> ' OR 1=1 -- \" & %00 {{ 7*7 }}";

/// What is tried in every field of a handful of forms.
fn odd_values() -> Vec<String> {
    let mut values: Vec<String> = [
        "",
        "\u{202e}李伟",
        "\u{200b}",
        "\u{feff}\u{200d}",
        "\0",
        "a\0b",
        "👨\u{200d}👩\u{200d}👧",
        "\u{fffd}\u{fffe}",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "-1",
        "-99999999999999999999999999",
        "9223372036854775807",
        "9223372036854775808",
        "1e999",
        "NaN",
        "0.001",
        "0000-00-00",
        "9999-99-99",
        "2026-02-30",
        "99999-01-01",
        "+262143-12-31",
        "a\r\nb\tc",
        "\r\n",
    ]
    .map(str::to_owned)
    .to_vec();
    values.push("长".repeat(10_000));
    values
}

/// The forms in which every odd value is tried in every field.
const THOROUGHLY: [&str; 12] = [
    "/people",
    "/people/{username}/account",
    "/acting",
    "/plans/{number}/edit",
    "/projects/{number}/directive",
    "/projects/{number}/plan/draft",
    "/projects/{number}/opinions",
    "/projects/{number}/progress",
    "/projects/{number}/actuals",
    "/projects/{number}/reward",
    "/admin/calendar",
    "/admin/settings",
];

/// A form somebody found on a page.
struct Found {
    /// The pattern of its address, and which step or move it is about.
    key: String,
    /// Whose browser, by their place among everybody.
    who: usize,
    form: FormOnPage,
}

type Sent = Vec<(String, String)>;

/// The pattern of a change's address.
fn pattern(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let fits = |pattern: &str| {
        let (ours, theirs): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
        ours.len() == theirs.len() && ours.iter().zip(&theirs).all(|(our, their)| our.starts_with('{') || our == their)
    };
    let routes = shuguang::app::routes().list;
    let mut found: Vec<&str> = routes.iter().filter(|it| it.0 == "POST" && fits(it.1)).map(|it| it.1).collect();
    // Of two that fit, the one with fewer parameters.
    found.sort_by_key(|it| it.matches('{').count());
    (*found.first().unwrap_or_else(|| panic!("{path} is the address of a form and of no change"))).to_owned()
}

fn key(form: &FormOnPage) -> String {
    let mut key = pattern(&form.action);
    if key.contains("{step}") {
        let step = form.action.split("/steps/").nth(1).unwrap_or_default();
        key.push_str(&format!(" {}", step.split(['/', '?', '#']).next().unwrap_or_default()));
    }
    if let Some((_, code)) = form.fields.iter().find(|(name, _)| name == "move") {
        key.push_str(&format!(" {code}"));
    }
    key
}

/// Addresses of ours that a page leads to; of those with a question only such as open a form or compare.
fn links(answer: &Answer) -> Vec<String> {
    let html = answer.html();
    let link = scraper::Selector::parse("a[href]").expect("a selector");
    let opens = ["/moves/new", "/steps/", "/control", "/monitoring", "/execution", "/plan/changes", "/new", "/merger"];
    html.select(&link)
        .filter_map(|it| it.attr("href"))
        .map(|it| it.split('#').next().unwrap_or_default())
        .filter(|it| it.starts_with('/') && !it.starts_with("/static") && !it.starts_with("/login"))
        // What is to be saved is no page.
        .filter(|it| !it.contains(".xlsx") && !it.starts_with("/files/"))
        .filter(|it| !it.contains('?') || opens.iter().any(|place| it.contains(place)))
        .map(str::to_owned)
        .collect()
}

/// Whether a page is that of a hearing that was held like all the others: two of them stand for them all.
fn is_one_of_many(prepared: &Prepared, address: &str) -> bool {
    let number = address.strip_prefix("/meetings/").and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let named = ["HY-2026-001", "HY-2026-002", prepared.at("special")];
    number.starts_with("HY-") && !named.contains(&number)
}

/// Every page that somebody can come to from their desk and from a project's pages.
fn pages(prepared: &Prepared, visitor: &Visitor, mut seen: impl FnMut(&Answer)) -> BTreeSet<String> {
    let mut known: BTreeSet<String> = ["/", "/acting", "/people", "/plans/metrics"].map(str::to_owned).into();
    known.insert(format!("/customers/imports/pending/{}", prepared.at("pending")));
    known.insert(format!("/customers/{}/merger?other={}", prepared.at("client"), prepared.at("namesake")));
    known.extend(prepared.names.values().filter(|it| it.starts_with("SG-")).map(|number| format!("/projects/{number}")));
    let mut next: Vec<String> = known.iter().cloned().collect();
    while let Some(address) = next.pop() {
        let answer = visitor.get(&address);
        if !matches!(answer.status, 200 | 403 | 404) {
            answer.fail(&format!("a page for {}", visitor.name()));
        }
        for link in links(&answer) {
            if !is_one_of_many(prepared, &link) && known.insert(link.clone()) {
                next.push(link);
            }
        }
        seen(&answer);
    }
    known
}

/// One form of every kind, as the first who comes to it finds it.
fn every_form(prepared: &Prepared, visitors: &[Visitor]) -> BTreeMap<String, Found> {
    let mut forms = BTreeMap::new();
    for (who, visitor) in visitors.iter().enumerate() {
        if ["吴晓东", "赵强"].contains(&visitor.name()) {
            continue;
        }
        pages(prepared, visitor, |answer| {
            for form in answer.forms().into_iter().filter(|it| it.posts) {
                let key = key(&form);
                forms.entry(key.clone()).or_insert(Found { key, who, form });
            }
        });
    }
    forms
}

/// A form filled in well, as far as one can without knowing what it is about.
fn filled(form: &FormOnPage) -> Sent {
    let mut fields: Sent = form.fields.clone();
    for (name, value) in &form.choices {
        let chosen = fields.iter().any(|(other, chosen)| other == name && !chosen.is_empty());
        let box_to_tick = form.choices.iter().filter(|(other, _)| other == name).count() == 1;
        if !chosen && !box_to_tick && !value.is_empty() {
            fields.retain(|(other, _)| other != name);
            fields.push((name.clone(), value.clone()));
        }
    }
    let is = |name: &str, parts: &[&str]| parts.iter().any(|part| name.contains(part));
    for (name, value) in fields.iter_mut().filter(|(name, value)| value.is_empty() && form.typed.contains(name)) {
        *value = match name.as_str() {
            name if is(name, &["_on", "due", "_from", "_to", "first", "last", "on_day"]) || name == "on" => "2026-12-15".into(),
            name if is(name, &["amount", "value", "limit", "percent", "budget", "target"]) => "12".into(),
            name => format!("样例 {name}"),
        };
    }
    fields
}

fn with(fields: &Sent, name: &str, value: &str) -> Sent {
    let mut fields = fields.clone();
    for field in fields.iter_mut().filter(|(other, _)| other == name) {
        field.1 = value.to_owned();
    }
    fields
}

fn post(visitor: &Visitor, action: &str, fields: &Sent) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    visitor.post(action, &fields)
}

/// As a browser reads it from a page.
fn read(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}")
}

/// What is wrong with an answer to a form: it is a 500, or something typed is not there any more.
fn trouble(form: &FormOnPage, sent: &Sent, answer: &Answer) -> Option<String> {
    if answer.status >= 500 {
        return Some(format!("{}", answer.status));
    }
    if !matches!(answer.status, 422 | 409) {
        return None;
    }
    let forms = answer.forms();
    let fields: Vec<(String, String)> =
        forms.iter().flat_map(|form| &form.fields).map(|(name, value)| (name.clone(), read(value))).collect();
    let kept = scraper::Selector::parse("textarea[readonly]").expect("a selector");
    let html = answer.html();
    let kept: Vec<String> = html.select(&kept).map(|it| read(&it.text().collect::<String>())).collect();
    for (name, value) in sent.iter().filter(|(name, value)| form.typed.contains(name) && !value.trim().is_empty()) {
        let value = read(value);
        let in_form = fields.iter().any(|(other, now)| other == name && *now == value);
        let beside = kept.iter().any(|it| it.trim_start_matches('\n') == value.trim_start_matches('\n'));
        if !in_form && !beside {
            let short: String = value.chars().take(30).collect();
            return Some(format!("{}: {name} = {short:?} is lost", answer.status));
        }
    }
    None
}

/// Forms that change what others are about, or end something: sent last.
fn ends_something(found: &Found) -> bool {
    // A report written anew is handed in no more.
    let ends = [
        "/summary",
        "/removal",
        "/seal",
        "/discard",
        "/submission",
        "/ideas/end",
        "/done",
        "/sessions",
        "/none",
        "/voiding",
        "/withdrawal",
        "/cancellation",
        "/handovers",
        // Of a consultation.
        "/decision",
    ];
    ends.iter().any(|it| found.key.ends_with(it)) || found.key.contains("/moves ") || found.form.typed.is_empty()
}

/// Everything forged that a form is sent, one after the other: what differs from the form filled in well.
fn forgeries(found: &Found) -> Vec<(String, Sent)> {
    let good = filled(&found.form);
    let names: BTreeSet<&String> = good.iter().map(|(name, _)| name).collect();
    let typed = |name: &String| found.form.typed.contains(name);
    let mut all: Vec<(String, Sent)> = vec![("nothing".into(), Vec::new())];
    for name in &names {
        all.push((format!("{name} odd"), with(&good, name, REFUSED)));
        if names.len() < 12 {
            all.push((format!("{name} missing"), good.iter().filter(|it| it.0 != **name).cloned().collect()));
        }
    }
    if THOROUGHLY.contains(&found.key.as_str()) {
        for name in names.iter().filter(|name| typed(name)).take(3) {
            all.extend(odd_values().into_iter().map(|value| (format!("{name} {value:?}"), with(&good, name, &value))));
        }
    }
    if names.contains(&"version".to_owned()) {
        let versions = ["-1", "99999999999999999999", "2147483647", "x", ""];
        all.extend(versions.map(|version| (format!("version {version}"), with(&good, "version", version))));
    }
    if let Some(name) = found.form.typed.first() {
        all.push((format!("{name} of a megabyte"), with(&good, name, &"长".repeat(349_526))));
    }
    let harmless = good.iter().map(|(name, value)| (name.clone(), if typed(name) { HARMLESS.into() } else { value.clone() }));
    all.push(("harmless".into(), harmless.collect()));
    all.push(("twice".into(), good.iter().chain(&good).cloned().collect()));
    let unknown = [("stage", "completed"), ("owner_id", "x"), ("role", "commander"), ("", ""), ("\0", "\0"), ("id[]", "1")];
    let unknown = unknown.map(|(name, value)| (name.to_owned(), value.to_owned()));
    all.push(("unknown fields".into(), good.into_iter().chain(unknown).collect()));
    all
}

/// Headers, body, and what is answered; 0: anything but a 500.
type Request = (&'static [(&'static str, &'static str)], &'static str, u16);

/// What no page of ours would send at all.
const REQUESTS: [Request; 9] = [
    (&[("content-type", "text/plain")], "reason=x", 415),
    (&[("content-type", "multipart/form-data; boundary=x")], "--x--", 415),
    (&[("content-type", "application/json")], "{}", 415),
    (&[("content-type", "application/x-www-form-urlencoded; charset=utf-7")], "name=%2BAGE-&reason=x", 0),
    (&[FORM], "%ED%A0%80=%ED%A0%80&name=%ED%A0%80&reason=%FF%FE&title=%C0%80&version=%ED%A0%80", 0),
    (&[FORM], "&&=&=%&%zz=%z", 0),
    (&[FORM, ("origin", "https://elsewhere.example")], "reason=x", 403),
    (&[FORM, ("origin", "null")], "reason=x", 403),
    (&[FORM, ("sec-fetch-site", "cross-site")], "reason=x", 403),
];

#[test]
fn whatever_is_sent_to_a_form_is_no_500_and_loses_nothing_typed() {
    let mut prepared = Prepared::department();
    prepared.open_gates();
    draft_next_edition(&prepared);
    // An address that can be ended.
    crate::diary::subscribe(&prepared.office.sign_in("李伟"));
    let visitors = prepared.everybody();
    let mut forms: Vec<Found> = every_form(&prepared, &visitors).into_values().collect();
    let at_the_door = format!("/welcome/{}", prepared.at("link"));
    let form = prepared.office.visitor().get(&at_the_door).form(&at_the_door);
    forms.push(Found { key: key(&form), who: 0, form });
    has_every_change(&forms);
    forms.retain(|it| !matches!(it.key.as_str(), "/logout" | "/language"));
    forms.sort_by_key(ends_something);
    let mut wrong = Vec::new();
    for found in &forms {
        let (visitor, action) = (&visitors[found.who], found.form.action.as_str());
        for (headers, body, expected) in REQUESTS {
            // A button alone takes no notice of what comes with it, and a form with files reads it.
            let takes = found.form.brings_files && headers.iter().any(|it| it.1.starts_with("multipart/"));
            let expected = if expected == 415 && (takes || found.form.typed.is_empty()) { 0 } else { expected };
            let before = prepared.written();
            let answer = visitor.ask("POST", action, headers, Some(body.as_bytes().to_vec()));
            if answer.status >= 500 || expected != 0 && (answer.status != expected || prepared.written() != before) {
                wrong.push(format!("{} with {headers:?} {body}: {}", found.key, answer.status));
            }
        }
        for (what, sent) in forgeries(found) {
            let answer = post(visitor, action, &sent);
            if let Some(trouble) = trouble(&found.form, &sent, &answer) {
                wrong.push(format!("{} with {what}: {trouble}", found.key));
            }
        }
    }
    assert!(wrong.is_empty(), "{} {:#?}", wrong.len(), &wrong[..wrong.len().min(60)]);
    // What was accepted can be shown, and is no trap.
    for visitor in ["周立明", "李伟", "管理员"].map(|name| prepared.office.sign_in(name)) {
        pages(&prepared, &visitor, |answer| {
            if answer.text.contains("<script>alert") || answer.text.contains('\0') {
                answer.fail("shows what was typed as it is");
            }
        });
    }
    // Nor was anything kept that cannot be stored everywhere, or that turns a text around.
    let kept: Vec<Option<String>> = prepared
        .office
        .store()
        .read(|conn| Ok(trail::table.order(trail::seq).select(trail::after).load(conn)?))
        .unwrap_or_else(|error| panic!("{}", error.account()));
    for text in kept.into_iter().flatten() {
        assert!(!text.contains("\\u0000") && !text.contains(['\0', '\u{202e}']), "{text}");
    }
    prepared.is_true();
}

/// Of a solution that was offered the next edition is drafted, so that there is one to be dropped.
fn draft_next_edition(prepared: &Prepared) {
    let (owner, there) = (prepared.office.sign_in("李伟"), format!("/solutions/{}", prepared.at("offered")));
    let form = owner.get(&format!("{there}/edit")).form(&format!("{there}/editions"));
    owner.send(&form, &[("content", "再让一步。")]).goes_to(&there);
}

/// Every change that there is was found as a form on some page, but for those that are named here and why.
fn has_every_change(forms: &[Found]) {
    let elsewhere = [
        // The first sign-in and the first set-up have no desk to come from; they have tests of their own below.
        "/login",
        "/setup/{token}",
        // Only where the coming year is not confirmed.
        "/admin/calendar/confirmations",
        // Only where a way out of the house is set; the digest's tests press it.
        "/admin/outbox/tests",
    ];
    let missing: Vec<&str> = shuguang::app::routes()
        .list
        .iter()
        .filter(|(method, pattern)| *method == "POST" && !elsewhere.contains(pattern))
        .map(|(_, pattern)| *pattern)
        .filter(|pattern| !forms.iter().any(|it| it.key.split(' ').next() == Some(pattern)))
        .collect();
    assert!(missing.is_empty(), "no page has a form for {missing:?}");
    for code in shuguang::projects::pipeline::Move::ALL.iter().map(|it| it.code()).filter(|code| *code != "draft") {
        assert!(forms.iter().any(|it| it.key.ends_with(&format!("/moves {code}"))), "no page has the form of {code}");
    }
}

#[test]
fn odd_addresses_are_no_500() {
    let prepared = Prepared::department();
    let long = "长".repeat(700);
    let odd =
        ["%00", "%2e%2e", "%2e%2e%2fCargo.toml", "%ED%A0%80", "%F0%9F%91%A8", "%E2%80%AE", "'--", "%22%3E%3Cscript%3E", "-1"];
    let numbers = ["99999999999999999999", "2147483648", "0", "1e9", "NaN", "%20", "%25", "%0d%0aSet-Cookie:%20x=1"];
    let visitors = ["周立明", "管理员"].map(|name| prepared.office.sign_in(name));
    let mut wrong = Vec::new();
    for line in crate::grid::table() {
        for (at, _) in line.pattern.match_indices('{') {
            for it in odd.iter().chain(&numbers).copied().chain([long.as_str()]) {
                let end = line.pattern[at..].find('}').map_or(line.pattern.len(), |it| at + it + 1);
                let mut line = line.clone();
                let hole = line.pattern[..at].matches('{').count();
                let forged = format!("{}{it}{}", &line.pattern[..at], &line.pattern[end..]);
                line.with.remove(hole);
                for visitor in &visitors {
                    let (address, fields) = crate::grid::address_of(&prepared, &forged, &line.with);
                    let answer = crate::grid::ask(visitor, line.method, &address, &fields);
                    let split = answer.header("set-cookie").is_some_and(|it| it.starts_with("x="));
                    if answer.status >= 500 || split || answer.status == 200 && line.method == "GET" {
                        wrong.push(format!("{} {forged:.120}: {}", line.method, answer.status));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} {:#?}", wrong.len(), &wrong[..wrong.len().min(40)]);
}

#[test]
fn odd_questions_are_no_500() {
    let prepared = Prepared::department();
    let words =
        ["x", "drop table projects", "%00", "%ED%A0%80", "%E2%80%AE%E2%80%8B", "%F0%9F%91%A8", "'%20OR%201=1%20--", "%25_%5C"];
    let numbers =
        ["-1", "0", "99999999999999999999", "9223372036854775807", "2147483647", "2026-13", "0000-00", "9999-99", "262143-12"];
    let long = "长".repeat(40);
    let names = [
        "page",
        "sort",
        "stage",
        "state",
        "q",
        "month",
        "year",
        "due",
        "owner",
        "package",
        "plan",
        "coordinator",
        "kind",
        "person",
        "before",
        "from",
        "to",
        "move",
        "subject",
        "point",
        "measure",
        "milestone",
        "indicator",
        "proposal",
        "project",
        "holder",
        "sort_of",
        "late",
        "mine",
        "focus",
        "lang",
        "next",
        "on",
    ];
    let visitors = ["周立明", "李伟", "管理员"].map(|name| prepared.office.sign_in(name));
    let mut wrong = Vec::new();
    for line in crate::grid::table().iter().filter(|it| it.method == "GET") {
        let places: Vec<&str> = line.with.iter().copied().filter(|it| !it.starts_with('?')).collect();
        let (address, _) = crate::grid::address_of(&prepared, line.pattern, &places);
        for it in words.iter().chain(&numbers).copied().chain([long.as_str()]) {
            let question: Vec<String> = names.iter().map(|name| format!("{name}={it}")).collect();
            for visitor in &visitors {
                // All at once, and each twice.
                let answer = visitor.get(&format!("{address}?{0}&{0}", question.join("&")));
                if answer.status >= 500 || answer.text.contains("<script>alert") {
                    wrong.push(format!("{address} with {it:.30}: {}", answer.status));
                }
            }
        }
        for question in ["?", "?&&&", "?=", "?page", "?page=1=2", "?%", "?%zz=%z", "?page[]=1"] {
            let answer = visitors[0].get(&format!("{address}{question}"));
            if answer.status >= 500 {
                wrong.push(format!("{address}{question}: {}", answer.status));
            }
        }
    }
    assert!(wrong.is_empty(), "{} {:#?}", wrong.len(), &wrong[..wrong.len().min(40)]);
}

#[test]
fn what_was_written_with_a_change_that_is_refused_can_still_be_copied() {
    let prepared = Prepared::department();
    let number = prepared.at("planning");
    let written = "改为分三批试用，\n并由计调每周核对 <b>。";
    let typed = [("result", written), ("reason", "再议"), ("password", "不给看的密码"), ("on", "2026-12-15")];
    let (owner, specialist) = (prepared.office.sign_in("李伟"), prepared.office.sign_in("陈静"));
    let moves = format!("/projects/{number}/moves");
    let sent: Vec<(&str, &str)> = typed.into_iter().chain([("move", "request_stop"), ("stance", "against")]).collect();
    for answer in [
        owner.post(&moves, &sent).is(409),
        specialist.post(&format!("/projects/{number}/opinions"), &sent).is(409),
        prepared.office.visitor().post(&moves, &sent).is(401),
    ] {
        answer.shows("您刚才填写的内容").shows("并由计调每周核对 <b>。").shows("再议");
        answer.does_not_show("不给看的密码").does_not_show("request_stop");
    }
    owner.post(&moves, &[("move", "request_stop")]).is(409).does_not_show("您刚才填写的内容");
    // The commander has accepted what another still writes about: there is no form any more, and yet nothing is lost.
    let (commander, coordinator) = (prepared.office.sign_in("周立明"), prepared.office.sign_in("张敏"));
    let at = |place: &str| format!("/projects/{}/{place}", prepared.at("monitoring"));
    let (page, check) = (at("monitoring?point=1"), at("points/1"));
    let checked = [("checked", "passed"), ("finding", "符合")];
    coordinator.send(&coordinator.get(&page).form(&check), &checked).is(303);
    let late = coordinator.get(&page).form(&check);
    let accept = commander.get(&at("monitoring")).form("/acceptance/1");
    commander.send(&accept, &[("accepted", "passed")]).is(303);
    coordinator.send(&late, &[("checked", "failed"), ("finding", written)]).is(409).shows("并由计调每周核对 <b>。");
    let report = ["results", "course", "problems", "causes", "experience"].map(|part| (part, "如实"));
    let handed_in: Vec<(&str, &str)> = report.into_iter().chain([("version", "0"), ("then", "submit")]).collect();
    prepared.office.at("2026-12-28 10:00");
    let (commander, owner) = (prepared.office.sign_in("周立明"), prepared.office.sign_in("李伟"));
    owner.post(&at("summary"), &handed_in).is(303);
    let late = owner.get(&at("summary")).form(&at("summary"));
    let accept = commander.get(&at("summary")).form("/summary/acceptance");
    commander.send(&accept, &[("verdict", "passed")]).is(303);
    owner.send(&late, &[("results", written)]).is(409).shows("并由计调每周核对 <b>。");
}

/// A versioned form: its pattern; whose it is; its page and address with the names of the prepared department; the field in
/// which the two differ, and what both fill in besides.
type Late = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

const LATE: [Late; 29] = [
    ("/meetings/{number}/time", "张敏", "/meetings/<special>/time", "/meetings/<special>/time", "place", &[]),
    (
        "/meetings/{number}/items/{item}",
        "李伟",
        "/meetings/<special>/items/<matter>",
        "/meetings/<special>/items/<matter>",
        "title",
        &[],
    ),
    (
        "/meetings/{number}/items/{item}/record",
        "张敏",
        "/meetings/<held>/session",
        "/meetings/<held>/items/<said>/record",
        "notes",
        &[],
    ),
    ("/resolutions/{number}/edit", "张敏", "/resolutions/<written>/edit", "/resolutions/<written>/edit", "content", &[]),
    ("/plans/{number}/edit", "周立明", "/plans/<plan>/edit", "/plans/<plan>/edit", "name", &[]),
    ("/packages/{number}/edit", "周立明", "/packages/<package>/edit", "/packages/<package>/edit", "name", &[]),
    (
        "/projects/{number}/directive",
        "周立明",
        "/projects/<directive_draft>/directive/edit",
        "/projects/<directive_draft>/directive",
        "name",
        &[],
    ),
    (
        "/projects/{number}/plan/draft",
        "李伟",
        "/projects/<planning>/plan/draft",
        "/projects/<planning>/plan/draft",
        "goal",
        &[],
    ),
    (
        "/projects/{number}/opinions",
        "陈静",
        "/projects/<deliberation>/deliberation",
        "/projects/<deliberation>/opinions",
        "reason",
        &[("stance", "against")],
    ),
    (
        "/projects/{number}/opinions/{id}",
        "李伟",
        "/projects/<deliberation>/deliberation",
        "/projects/<deliberation>/opinions/<opinion>",
        "defence",
        &[],
    ),
    (
        "/projects/{number}/standards",
        "李伟",
        "/projects/<deliberation>/standards",
        "/projects/<deliberation>/standards",
        "standard_title",
        &[
            ("standard_measure", "到款"),
            ("standard_tolerance", ""),
            ("standard_due", "2027-02-26"),
            ("method_title", "例会"),
            ("method_frequency", "每周"),
            ("method_who", "计调"),
        ],
    ),
    (
        "/projects/{number}/points/{position}",
        "张敏",
        "/projects/<monitoring>/monitoring?point=1",
        "/projects/<monitoring>/points/1",
        "finding",
        &[("checked", "passed")],
    ),
    (
        "/projects/{number}/summary",
        "李伟",
        "/projects/<monitoring>/summary",
        "/projects/<monitoring>/summary",
        "results",
        &[("course", "如实"), ("problems", "无"), ("causes", "无"), ("experience", "无")],
    ),
    (
        "/projects/{number}/evaluation",
        "周立明",
        "/projects/<monitoring>/evaluation",
        "/projects/<monitoring>/evaluation",
        "comment",
        &[("cooperation", "80")],
    ),
    (
        "/projects/{number}/promise",
        "周立明",
        "/projects/<implementation>/monitoring",
        "/projects/<implementation>/promise",
        "promise_terms",
        &[("promised", "100")],
    ),
    (
        "/projects/{number}/reward",
        "周立明",
        "/projects/<monitoring>/monitoring",
        "/projects/<monitoring>/reward",
        "reward_reason",
        &[("amount", "100")],
    ),
    ("/activities/{id}", "李伟", "/activities/<activity>", "/activities/<activity>", "said", &[]),
    (
        "/projects/{number}/customers/{customer}",
        "李伟",
        "/projects/<implementation>/customers/<customer>",
        "/projects/<implementation>/customers/<customer>",
        "next_step",
        &[("next_on", "2026-12-29")],
    ),
    ("/solutions/{number}/editions", "李伟", "/solutions/<solution>/edit", "/solutions/<solution>/editions", "content", &[]),
    ("/customers/{number}", "李伟", "/customers/<client>/edit", "/customers/<client>", "note", &[]),
    (
        "/customers/{number}/people/{id}",
        "李伟",
        "/customers/<client>/people/<person>",
        "/customers/<client>/people/<person>",
        "post",
        &[],
    ),
    ("/contracts/{number}", "李伟", "/contracts/<draft_contract>/edit", "/contracts/<draft_contract>", "title", &[]),
    ("/orders/{number}", "李伟", "/orders/<open_order>/edit", "/orders/<open_order>", "place", &[]),
    ("/deliveries/{number}/count", "李伟", "/deliveries/<delivery>", "/deliveries/<delivery>/count", "counted_on", &[]),
    ("/proposals/{number}", "李伟", "/proposals/<draft>/edit", "/proposals/<draft>", "title", &[]),
    ("/people/{username}/account", "管理员", "/people/<newcomer>/account", "/people/<newcomer>/account", "name", &[]),
    ("/admin/calendar/{day}", "管理员", "/admin/calendar/<day>", "/admin/calendar/<day>", "name", &[]),
    ("/projects/{number}/terms", "李伟", "/projects/<deliberation>/terms", "/projects/<deliberation>/terms", "idle_days", &[]),
    ("/admin/settings", "管理员", "/admin/settings", "/admin/settings", "days.decision", &[]),
];

#[test]
fn a_late_writer_of_any_form_sees_theirs_and_mine_and_can_let_mine_stand() {
    let mut prepared = Prepared::department();
    prepared.open_gates();
    let said = |place: &str| {
        let mut place = place.to_owned();
        while let (Some(from), Some(to)) = (place.find('<'), place.find('>')) {
            let name = place[from + 1..to].to_owned();
            place.replace_range(from..=to, prepared.at(&name));
        }
        place
    };
    for (pattern, who, page, action, field, besides) in LATE {
        let (page, action) = (said(page), said(action));
        // Two windows of one person are two writers as much as two people are.
        let (early, late) = (prepared.office.sign_in(who), prepared.office.sign_in(who));
        let (first, second) = (early.get(&page).form(&action), late.get(&page).form(&action));
        assert!(first.fields.iter().any(|(name, _)| name == "version"), "{pattern} has no version");
        let (theirs, mine) = match field {
            "days.decision" | "idle_days" => ("4", "9"),
            "counted_on" => ("2026-12-16", "2026-12-17"),
            _ => ("先到者所写", "后到者所写"),
        };
        let fill = |text| besides.iter().copied().chain([(field, text)]).collect::<Vec<_>>();
        early.send(&first, &fill(theirs)).is(303);
        let conflict = late.send(&second, &fill(mine));
        conflict.is(409).shows(theirs);
        let again = conflict.form(&action);
        let standing: Vec<&str> = again.fields.iter().filter(|it| it.0 == field).map(|it| it.1.as_str()).collect();
        assert!(standing.contains(&mine), "{pattern}: mine is lost, there is {standing:?}");
        late.send(&again, &[]).is(303);
        let now = early.get(&page);
        assert!(now.text.contains(mine), "{pattern}: mine does not stand");
    }
    // A decision on what was written anew meanwhile is not taken.
    let (commander, owner) = (prepared.office.sign_in("周立明"), prepared.office.sign_in("李伟"));
    let page = said("/projects/<reported>/summary");
    let judged = commander.get(&page).form("/summary/acceptance");
    let written = owner.get(&page).form(&page);
    owner.send(&written, &[("results", "又改了一遍"), ("then", "submit")]).is(303);
    let conflict = commander.send(&judged, &[("verdict", "failed"), ("note", "请补上数字")]);
    conflict.is(409).shows("又改了一遍");
    assert_eq!(conflict.field("note"), "请补上数字");
    let point = said("/projects/<closing>/acceptance/1");
    commander.post(&point, &[("accepted", "failed"), ("version", "0")]).is(409);
    prepared.is_true();
    // Every form that has a version is one of these.
    let visitors = prepared.everybody();
    for (key, found) in every_form(&prepared, &visitors) {
        // Two were tried above; some are of what is new, and what has been answered or offered has no form any more.
        let others = [
            "/projects/{number}/acceptance/{position}",
            "/projects/{number}/summary/acceptance",
            "/projects",
            "/proposals",
            "/requests/{number}/answer",
            "/requests/{number}/advice/{id}",
            "/consultations/{number}/questions",
            "/consultations/{number}/questions/{id}/answer",
            "/consultations/{number}/decision",
            "/reports/{number}/reading",
            "/resolutions/{number}/holder",
            "/resolutions/{number}/reopening",
            "/meetings/{number}/due",
            "/meetings/{number}/cancellation",
            // An evaluated month is evaluated anew only after facts have changed; a probation is extended to ever later days.
            "/people/{username}/months/{month}/evaluation",
            "/people/{username}/probation",
            "/projects/{number}/objections/{id}/question",
            "/projects/{number}/objections/{id}/design",
            "/projects/{number}/objections/{id}/outcome",
            "/solutions/{number}/offer",
            "/solutions/{number}/answer",
            "/solutions/{number}/draft/removal",
        ];
        if found.form.fields.iter().any(|(name, _)| name == "version") && !others.contains(&key.as_str()) {
            assert!(LATE.iter().any(|it| it.0 == key), "{key} has a version: add it to the table");
        }
    }
}

#[test]
fn the_first_forms_of_all_are_as_forgiving() {
    let office = crate::office::Office::open();
    let secret = office.secret().to_owned();
    let link = office.program(shuguang::people::changes::setup_link);
    let token = shuguang::people::secrets::token(&secret, &link.id).unwrap_or_else(|error| panic!("{}", error.account()));
    let at = format!("/setup/{token}");
    let stranger = office.visitor();
    let form = stranger.get(&at).form(&at);
    let found = Found { key: key(&form), who: 0, form };
    for (what, sent) in forgeries(&found).into_iter().filter(|(what, _)| !what.ends_with("megabyte") && what != "harmless") {
        let answer = post(&stranger, &at, &sent);
        if let Some(trouble) = trouble(&found.form, &sent, &answer) {
            answer.fail(&format!("{what}: {trouble}"));
        }
    }
}
