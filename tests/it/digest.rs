//! The morning's digest, and how it goes out: against a mail server and robots that accept, refuse, hang and hang up.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use diesel::prelude::*;
use shuguang::config::{Post, Robot, Secret};
use shuguang::outbox::model::{Channel, Delivery, Letter};
use shuguang::people::{changes, queries};
use shuguang::projects::pipeline::State;
use shuguang::store::schema::outbox;

use crate::office::Office;
use crate::story::{cast, package, project_in};

/// How a receiver behaves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    Takes,
    /// 500, or a refusal in SMTP's words.
    Refuses,
    /// Says nothing until the other side has had enough.
    Hangs,
    /// Closes the connection at once.
    HangsUp,
}

/// A receiver on this machine: what it is told is kept as it came.
struct Receiver {
    port: u16,
    mood: Arc<Mutex<Mood>>,
    got: Arc<Mutex<Vec<String>>>,
}

impl Receiver {
    /// What it takes is kept before the other side hears that it was taken.
    fn begin(talk: fn(TcpStream, Mood, &Mutex<Vec<String>>) -> Option<()>) -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        let (mood, got) = (Arc::new(Mutex::new(Mood::Takes)), Arc::<Mutex<Vec<String>>>::default());
        let (moody, keeps) = (mood.clone(), got.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (mood, keeps) = (*moody.lock().expect("the mood"), keeps.clone());
                std::thread::spawn(move || talk(stream, mood, &keeps));
            }
        });
        Receiver { port, mood, got }
    }

    fn is(&self, mood: Mood) {
        *self.mood.lock().expect("the mood") = mood;
    }

    fn got(&self) -> Vec<String> {
        self.got.lock().expect("the list").clone()
    }
}

/// Waits until the other side hangs up.
fn waits(mut stream: TcpStream) {
    let _ = stream.read_to_end(&mut Vec::new());
}

/// Takes one mail.
fn smtp(stream: TcpStream, mood: Mood, keeps: &Mutex<Vec<String>>) -> Option<()> {
    match mood {
        Mood::Hangs => {
            waits(stream);
            return None;
        }
        Mood::HangsUp => return None,
        _ => {}
    }
    let mut out = stream.try_clone().ok()?;
    let mut lines = BufReader::new(stream).lines();
    out.write_all(b"220 mail.example\r\n").ok()?;
    let mut mail = String::new();
    while let Some(Ok(line)) = lines.next() {
        let word = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
        let answer: &[u8] = match word.as_str() {
            "EHLO" => b"250-mail.example\r\n250 8BITMIME\r\n",
            "MAIL" if mood == Mood::Refuses => b"451 try again later\r\n",
            "DATA" => {
                out.write_all(b"354 go on\r\n").ok()?;
                for line in lines.by_ref().map_while(Result::ok) {
                    if line == "." {
                        break;
                    }
                    mail.push_str(&line);
                    mail.push('\n');
                }
                keeps.lock().expect("the list").push(std::mem::take(&mut mail));
                b"250 taken\r\n"
            }
            "QUIT" => {
                let _ = out.write_all(b"221 bye\r\n");
                break;
            }
            _ => b"250 ok\r\n",
        };
        if out.write_all(answer).is_err() {
            break;
        }
    }
    Some(())
}

/// Takes one call of a robot: its head and body.
fn robot(stream: TcpStream, mood: Mood, keeps: &Mutex<Vec<String>>) -> Option<()> {
    if mood == Mood::HangsUp {
        return None;
    }
    let mut out = stream.try_clone().ok()?;
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if line.trim().is_empty() {
            break;
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    match mood {
        Mood::Hangs => {
            waits(out);
            return None;
        }
        Mood::Refuses => {
            let _ = out.write_all(b"HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            return None;
        }
        _ => {}
    }
    let said = r#"{"errcode":0,"errmsg":"ok","code":0}"#;
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{said}",
        said.len()
    );
    keeps.lock().expect("the list").push(format!("{head}\n{}", String::from_utf8_lossy(&body)));
    out.write_all(answer.as_bytes()).ok()
}

/// The ways out to these receivers; one delivery may take a moment.
fn post(mail: Option<&Receiver>, ding: Option<&Receiver>, feishu: Option<&Receiver>) -> Post {
    let url = |it: &Receiver| Secret::of(&format!("http://127.0.0.1:{}/robot?access_token=key", it.port));
    Post {
        mail: mail.map(|it| {
            (Secret::of(&format!("smtp://127.0.0.1:{}", it.port)), "曙光 <shuguang@x.com>".parse().expect("an address"))
        }),
        dingtalk: ding.map(|it| Robot { url: url(it), secret: Some(Secret::of("SEC")) }),
        feishu: feishu.map(|it| Robot { url: url(it), secret: None }),
        patience: Duration::from_millis(700),
        ..Post::default()
    }
}

/// A department with an address for these members.
fn department(post: Post, addressed: &[&str]) -> Office {
    let office = Office::posting(post);
    cast(&office);
    for (at, name) in addressed.iter().enumerate() {
        office.program(|tx| {
            let person = queries::find(tx, name)?;
            changes::set_email(tx, &person, Some(format!("m{at}@x.com")))
        });
    }
    office
}

fn letters(office: &Office) -> Vec<Letter> {
    let rows = outbox::table.order((outbox::created_at, outbox::receiver)).select(Letter::as_select());
    office.store().read(|conn| Ok(rows.load(conn)?)).unwrap_or_else(|error| panic!("{}", error.account()))
}

fn minute(office: &Office) {
    office.jobs().minute().unwrap_or_else(|error| panic!("{}", error.account()));
}

fn send(office: &Office, channel: Channel) {
    office.jobs().send(channel).unwrap_or_else(|error| panic!("{}", error.account()));
}

#[test]
fn the_digest_says_what_the_inbox_says_to_who_has_something_and_an_address() {
    let mail = Receiver::begin(smtp);
    let office = department(post(Some(&mail), None, None), &["李伟", "周立明", "赵强", "管理员"]);
    let (cast, day) = (cast_again(&office), "2026-12-15");
    let package = package(&office, &cast);
    for state in [State::DirectiveIssued, State::Planning, State::Deliberation, State::Control] {
        project_in(&office, &cast, &package, state);
    }
    office.at(&format!("{day} 08:29"));
    minute(&office);
    assert!(letters(&office).is_empty(), "not before half past eight");
    office.at(&format!("{day} 08:30"));
    minute(&office);
    minute(&office);
    let all = letters(&office);
    let of = |name: &str| all.iter().find(|it| it.person_id.as_ref() == Some(&office.actor(name).id));
    // Tuesday the 15th is the monthly meeting's day: everybody of the business has that; the administrator has nothing.
    assert_eq!(all.len(), 3, "{:?}", all.iter().map(|it| &it.receiver).collect::<Vec<_>>());
    assert!(of("管理员").is_none());
    for name in ["李伟", "周立明", "赵强"] {
        let body = &of(name).expect("a letter").body;
        let page = office.sign_in(name).get("/tasks");
        let row = scraper::Selector::parse("ol.rows .what > a").expect("a selector");
        let rows: Vec<String> = page.html().select(&row).map(|it| it.text().collect()).collect();
        let mut rest = body.as_str();
        // The same things, in the same order.
        for what in &rows {
            let at = rest.find(&format!("· {what}")).unwrap_or_else(|| panic!("{name}: {what} is not in {rest}"));
            rest = &rest[at + '·'.len_utf8()..];
        }
        assert!(of(name).expect("a letter").subject.contains(&format!("待办 {} 件", rows.len())), "{name}");
        assert!(body.contains("每月小结会议 2026-12") && body.contains("http://shuguang.example/tasks"), "{body}");
    }
    assert!(of("李伟").expect("a letter").body.contains("未读通知"), "what was told of the moves");
    send(&office, Channel::Mail);
    send(&office, Channel::Mail);
    let got = mail.got();
    assert_eq!(got.len(), 3);
    assert!(got.iter().all(|it| it.contains("Message-ID: <") && it.contains("To: m")), "{got:#?}");
    assert!(letters(&office).iter().all(|it| it.state == Delivery::Sent && it.tries == 1));
}

/// The cast of a department that has its people already.
fn cast_again(office: &Office) -> shuguang::demo::walk::Cast {
    shuguang::demo::walk::Cast {
        commander: office.actor("周立明"),
        planner: office.actor("王芳"),
        coordinator: office.actor("张敏"),
        owner: office.actor("李伟"),
        specialists: vec![office.actor("陈静"), office.actor("刘洋")],
    }
}

#[test]
fn a_digest_comes_on_days_that_are_worked_and_once_however_often_the_program_starts() {
    let ding = Receiver::begin(robot);
    let office = department(post(None, Some(&ding), None), &[]);
    let li = office.sign_in("李伟");
    let typed = [("kind", "unsure"), ("project", ""), ("title", "订金比例"), ("question", "几成？"), ("proposal", "三成。")];
    li.post("/requests", &typed).is(303);
    let made = |at: &str| {
        office.at(at);
        minute(&office);
        letters(&office).len()
    };
    // A Saturday, a Sunday, National Day, the Saturday that is worked for it, and too late in the morning.
    assert_eq!(made("2026-11-28 09:00"), 0);
    assert_eq!(made("2026-11-29 09:00"), 0);
    assert_eq!(made("2026-10-01 09:00"), 0);
    assert_eq!(made("2026-11-30 12:00"), 0, "what was missed is made up for until noon");
    assert_eq!(made("2026-10-10 09:00"), 1, "a Saturday on which everybody works");
    assert_eq!(made("2026-12-01 11:59"), 2, "made up for");
    // Started anew: everything that it knows it reads again.
    for _ in 0..2 {
        let again = shuguang::jobs::Jobs { ..office.jobs() };
        again.minute().unwrap_or_else(|error| panic!("{}", error.account()));
    }
    assert_eq!(letters(&office).len(), 2);
    send(&office, Channel::Dingtalk);
    assert_eq!(ding.got().len(), 2);
    // What comes up later in the morning waits for the next one.
    li_asks_again(&office);
    minute(&office);
    assert_eq!(letters(&office).len(), 2);
}

fn li_asks_again(office: &Office) {
    let li = office.sign_in("李伟");
    let typed = [("kind", "unsure"), ("project", ""), ("title", "运费"), ("question", "谁付？"), ("proposal", "客户。")];
    li.post("/requests", &typed).is(303);
}

#[test]
fn a_group_hears_numbers_and_names_only_what_everybody_may_see() {
    let (ding, feishu) = (Receiver::begin(robot), Receiver::begin(robot));
    let office = department(post(None, Some(&ding), Some(&feishu)), &[]);
    let cast = cast_again(&office);
    let package = package(&office, &cast);
    let draft = project_in(&office, &cast, &package, State::DirectiveDraft);
    let late = project_in(&office, &cast, &package, State::DirectiveIssued);
    let wang = office.sign_in("王芳");
    let typed = [
        ("matter", "event"),
        ("title", "只有到会的人知道"),
        ("about", "x"),
        ("day", "2026-12-14"),
        ("time", "16:00"),
        ("minutes", "30"),
        ("people", "李伟"),
    ];
    wang.post("/meetings", &typed).is(303);
    li_asks_again(&office);
    office.at("2026-12-14 08:30");
    minute(&office);
    for channel in [Channel::Dingtalk, Channel::Feishu] {
        send(&office, channel);
    }
    for (name, got) in [("dingtalk", ding.got()), ("feishu", feishu.got())] {
        assert_eq!(got.len(), 1, "{name}");
        let text = &got[0];
        assert!(text.contains(&late) && text.contains("逾期的项目 1") && text.contains("李伟"), "{name}: {text}");
        assert!(text.contains("每周业务例会 2026 年第 51 周") && text.contains("待批示的请示 1 件"), "{name}: {text}");
        for secret in [draft.as_str(), "只有到会的人知道", "运费", "SEC"] {
            assert!(!text.contains(secret), "{name} tells of {secret}: {text}");
        }
    }
    assert!(ding.got()[0].contains("&timestamp=") && ding.got()[0].contains("&sign="));
    assert!(feishu.got()[0].contains(r#""msg_type":"text""#));
}

#[test]
fn what_fails_is_tried_again_with_growing_pauses_and_arrives_once() {
    let mail = Receiver::begin(smtp);
    let office = department(post(Some(&mail), None, None), &["周立明"]);
    li_asks_again(&office);
    office.at("2026-11-24 08:30");
    minute(&office);
    // Every way in which it can go wrong, each a try later: after 1, 5, 15 and 60 minutes.
    let moods = [Mood::Refuses, Mood::Hangs, Mood::HangsUp, Mood::Refuses];
    for (tries, (mood, pause)) in moods.into_iter().zip([1, 5, 15, 60]).enumerate() {
        mail.is(mood);
        send(&office, Channel::Mail);
        // Its time has not come yet.
        office.later(chrono::Duration::minutes(pause) - chrono::Duration::seconds(1));
        send(&office, Channel::Mail);
        let letter = letters(&office).remove(0);
        assert_eq!((letter.state, letter.tries), (Delivery::Waiting, i32::try_from(tries).expect("few") + 1));
        assert!(!letter.error.is_empty());
        // Meanwhile pages are answered, and the administrator sees what is wrong.
        office.sign_in("管理员").get("/admin/outbox").is(200).shows("待发送").shows("m0@x.com");
        office.later(chrono::Duration::seconds(1));
    }
    mail.is(Mood::Takes);
    send(&office, Channel::Mail);
    send(&office, Channel::Mail);
    office.later(chrono::Duration::hours(2));
    send(&office, Channel::Mail);
    assert_eq!(mail.got().len(), 1);
    let letter = letters(&office).remove(0);
    assert_eq!((letter.state, letter.tries, letter.error.as_str()), (Delivery::Sent, 5, ""));
}

#[test]
fn after_a_day_it_is_given_up_and_the_administrator_is_told() {
    let ding = Receiver::begin(robot);
    let office = department(post(None, Some(&ding), None), &[]);
    li_asks_again(&office);
    office.at("2026-11-24 08:30");
    minute(&office);
    ding.is(Mood::Refuses);
    for _ in 0..40 {
        send(&office, Channel::Dingtalk);
        office.later(chrono::Duration::hours(1));
    }
    let letter = letters(&office).remove(0);
    assert_eq!(letter.state, Delivery::GivenUp);
    assert!(letter.tries > 20 && letter.error.contains("500"), "{letter:?}");
    assert!(!letter.error.contains("access_token"), "{}", letter.error);
    office.sign_in("管理员").get("/admin/outbox").shows("已放弃").shows("最近七天有 1 封").does_not_show("access_token");
}

#[test]
fn a_receiver_that_hangs_holds_up_neither_pages_nor_the_other_ways() {
    let (ding, feishu) = (Receiver::begin(robot), Receiver::begin(robot));
    let mut ways = post(None, Some(&ding), Some(&feishu));
    // Longer than the test takes.
    ways.patience = Duration::from_secs(20);
    let office = department(ways, &[]);
    li_asks_again(&office);
    office.at("2026-11-24 08:30");
    minute(&office);
    ding.is(Mood::Hangs);
    let jobs = office.jobs();
    // Not waited for.
    std::thread::spawn(move || jobs.send(Channel::Dingtalk));
    while letters(&office).iter().all(|it| it.tries == 0) {
        std::thread::yield_now();
    }
    li_asks_again(&office);
    office.sign_in("周立明").get("/notices").is(200).shows("运费");
    send(&office, Channel::Feishu);
    assert_eq!((ding.got().len(), feishu.got().len()), (0, 1));
}

#[test]
fn the_administrator_sends_a_test_and_sees_no_secret() {
    let (mail, ding) = (Receiver::begin(smtp), Receiver::begin(robot));
    let office = department(post(Some(&mail), Some(&ding), None), &[]);
    let admin = office.sign_in("管理员");
    let mine = "/people/管理员/email";
    admin.post(mine, &[("email", "admin@x.com\r\nbcc: y@x.com")]).complains("email");
    admin.post(mine, &[("email", "nobody")]).complains("email").shows("完整的邮箱地址");
    let half = admin.post(mine, &[("email", "admin@x")]);
    half.complains("email").shows("完整的邮箱地址");
    assert_eq!(half.field("email"), "admin@x", "what was typed stays");
    admin.post(mine, &[("email", "admin@x.com")]).goes_to("/people/管理员");
    let page = admin.get("/admin/outbox");
    page.shows("127.0.0.1:").shows("带签名").shows("未设置").does_not_show("access_token").does_not_show("SEC");
    admin.send(&page.form("/admin/outbox/tests"), &[]).goes_to("/admin/outbox");
    for channel in [Channel::Mail, Channel::Dingtalk] {
        send(&office, channel);
    }
    assert_eq!((mail.got().len(), ding.got().len()), (1, 1));
    admin.get("/admin/outbox").shows("已发送").shows("admin@x.com");
    // Everybody says where they are written to, and nobody for another.
    let li = office.sign_in("李伟");
    li.post("/people/赵强/email", &[("email", "li@x.com")]).is(403);
    li.post("/people/李伟/email", &[("email", "li@x.com")]).is(303);
    assert_eq!(li.get("/people/李伟").field("email"), "li@x.com");
    admin.post("/people/李伟/email", &[("email", "")]).is(303);
    assert_eq!(li.get("/people/李伟").field("email"), "");
}
