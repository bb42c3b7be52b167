//! What a page that is open is told, while others do their deeds.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

use crate::office::{Office, Visitor};
use crate::story::cast;

/// An open page of somebody: reads events as a browser does.
struct OpenPage {
    lines: BufReader<TcpStream>,
    head: String,
}

impl OpenPage {
    fn of(office: &Office, who: &Visitor) -> OpenPage {
        let address = office.base().trim_start_matches("http://").to_owned();
        let mut stream = TcpStream::connect(&address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(40))).expect("a time limit");
        let cookie = who.cookie("shuguang");
        let ask = format!(
            "GET /live?open=1 HTTP/1.1\r\nhost: {address}\r\naccept: text/event-stream\r\naccept-encoding: gzip\r\ncookie: shuguang={cookie}\r\n\r\n"
        );
        stream.write_all(ask.as_bytes()).expect("asked");
        let mut page = OpenPage { lines: BufReader::new(stream), head: String::new() };
        while let Some(line) = page.line().filter(|line| !line.is_empty()) {
            page.head.push_str(&line.to_lowercase());
            page.head.push('\n');
        }
        page
    }

    /// The next line; none once the server has closed.
    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        match self.lines.read_line(&mut line) {
            Ok(0) => None,
            Ok(_) => Some(line.trim_end().to_owned()),
            Err(cause) => panic!("nothing comes: {cause}"),
        }
    }

    /// The next event; none once the stream has ended.
    fn event(&mut self) -> Option<Value> {
        loop {
            let line = self.line()?;
            // The last chunk is empty.
            if line == "0" {
                return None;
            }
            if let Some(data) = line.strip_prefix("data: ") {
                return Some(serde_json::from_str(data).expect("JSON"));
            }
        }
    }
}

fn ask(asker: &Visitor, title: &str) {
    let typed = [("kind", "unsure"), ("project", ""), ("title", title), ("question", "几成？"), ("proposal", "三成。")];
    asker.post("/requests", &typed).is(303);
}

#[test]
fn a_page_that_is_open_hears_of_what_concerns_its_reader() {
    let office = Office::open();
    cast(&office);
    let [li, zhou] = ["李伟", "周立明"].map(|name| office.sign_in(name));
    let mut page = OpenPage::of(&office, &zhou);
    assert!(page.head.contains("200 ok") && page.head.contains("text/event-stream"), "{}", page.head);
    assert!(!page.head.contains("gzip") && page.head.contains("no-store"), "{}", page.head);
    let first = page.event().expect("how it stands");
    assert_eq!((&first["/tasks"], &first["/notices"], &first["notice"]), (&0.into(), &0.into(), &Value::Null));
    ask(&li, "订金比例");
    let now = page.event().expect("what is new");
    assert_eq!((&now["/tasks"], &now["/notices"]), (&1.into(), &1.into()));
    assert_eq!(now["notice"]["text"], "有新的请示 · 订金比例");
    assert_eq!(now["notice"]["why"], "请示由您批示");
    zhou.get(now["notice"]["href"].as_str().expect("an address")).is(200).shows("订金比例");
    // Read on another page: the number goes down here too.
    zhou.send(&zhou.get("/notices").form("/notices/reading"), &[]).is(303);
    assert_eq!(page.event().expect("what is new")["/notices"], 0);
}

#[test]
fn a_line_ends_with_the_session_and_with_the_account() {
    let office = Office::open();
    cast(&office);
    let [li, zhou, admin] = ["李伟", "周立明", "管理员"].map(|name| office.sign_in(name));
    let again = office.sign_in("周立明");
    let (mut ended, mut stays, mut closed) =
        (OpenPage::of(&office, &zhou), OpenPage::of(&office, &again), OpenPage::of(&office, &li));
    for page in [&mut ended, &mut stays, &mut closed] {
        page.event().expect("how it stands");
    }
    zhou.post("/logout", &[]).is(303);
    assert_eq!(ended.event(), None, "signed out");
    // Who has left hears nothing any more, not even that there would be something.
    let form = admin.get("/people/李伟/account").form("/people/李伟/account");
    let fields: Vec<(String, String)> = form.fields.iter().filter(|it| it.0 != "active").cloned().collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    admin.post("/people/李伟/account", &fields).is(303);
    assert_eq!(closed.event(), None, "left");
    ask(&office.sign_in("赵强"), "另一件");
    assert_eq!(stays.event().expect("what is new")["/notices"], 1, "another session of the same person goes on");
}

#[test]
fn nobody_listens_who_may_not_come_in_and_nobody_with_a_dozen_pages() {
    let office = Office::open();
    cast(&office);
    office.visitor().get("/live?open=1").goes_to("/login?next=%2Flive%3Fopen%3D1");
    let zhou = office.sign_in("周立明");
    let mut pages: Vec<OpenPage> = (0..6).map(|_| OpenPage::of(&office, &zhou)).collect();
    for page in &mut pages {
        page.event().expect("how it stands");
    }
    zhou.get("/live?open=1").is(429);
    // Nobody else is kept from it, and no page either.
    let mut other = OpenPage::of(&office, &office.sign_in("李伟"));
    other.event().expect("how it stands");
    zhou.get("/tasks").is(200);
}
