//! What holds for every request, whoever sends it and whatever it is.

use std::io::Read;
use std::time::{Duration, Instant};

use shuguang::words::Role;

use crate::office::{Answer, Office, Visitor};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// The address of the styles, as a page names it.
fn style(visitor: &Visitor) -> String {
    let page = visitor.get("/login");
    let html = page.html();
    let link = scraper::Selector::parse("link[rel=stylesheet]").expect("a selector");
    html.select(&link).next().and_then(|it| it.attr("href")).map(str::to_owned).unwrap_or_default()
}

fn is_strict(answer: &Answer) {
    let policy = answer.header("content-security-policy").unwrap_or_default();
    if !policy.starts_with("default-src 'none'") || policy.contains("unsafe") || !policy.contains("frame-ancestors 'none'") {
        answer.fail(&format!("has a weak policy: {policy:?}"));
    }
    let others = [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
    ];
    for (name, value) in others {
        if answer.header(name) != Some(value) {
            answer.fail(&format!("lacks {name}"));
        }
    }
}

#[test]
fn every_kind_of_answer_keeps_the_browser_strict() {
    let office = Office::open();
    let visitor = office.person("李伟", Role::Sales);
    let stranger = office.visitor();
    let large = vec![b'a'; 17 * 1024];
    for answer in [
        stranger.get("/login").is(200),
        stranger.get("/health").is(200),
        stranger.get(&style(&stranger)).is(200),
        stranger.get("/people").is(303),
        stranger.get("/nothing").is(404),
        stranger.get("/static/nothing.css").is(404),
        stranger.get("/people/%00").is(404),
        stranger.post("/people", &[]).is(401),
        stranger.post("/login", &[]).is(422),
        stranger.ask("POST", "/login", &[FORM], Some(large)).is(413),
        stranger.ask("POST", "/login", &[("content-type", "text/plain")], Some(b"a".to_vec())).is(415),
        stranger.ask("POST", "/login", &[FORM, ("origin", "http://elsewhere")], Some(Vec::new())).is(403),
        stranger.ask("DELETE", "/login", &[], None).is(405),
        visitor.get("/people").is(200),
        visitor.get("/people/new").is(403),
        visitor.get("/people/nobody").is(404),
    ] {
        is_strict(answer);
    }
}

#[test]
fn what_is_private_is_not_kept_by_the_browser() {
    let office = Office::open();
    let visitor = office.person("李伟", Role::Sales);
    for path in ["/people", "/people/李伟", "/people/nobody"] {
        let answer = visitor.get(path);
        if answer.header("cache-control") != Some("no-store") {
            answer.fail("may be kept");
        }
    }
}

#[test]
fn a_change_comes_from_our_own_pages() {
    let office = Office::open();
    let visitor = office.person("李伟", Role::Sales);
    let base = office.base();
    let here = base.as_str();
    let in_upper_case = here.replace("http://", "HTTP://");
    for (headers, status) in [
        (vec![("sec-fetch-site", "same-origin")], 303),
        (vec![("sec-fetch-site", "same-origin"), ("origin", here)], 303),
        (vec![("sec-fetch-site", "cross-site"), ("origin", here)], 403),
        (vec![("sec-fetch-site", "same-site"), ("origin", here)], 403),
        (vec![("origin", here)], 303),
        (vec![("origin", in_upper_case.as_str())], 303),
        (vec![("origin", "http://elsewhere")], 403),
        (vec![("origin", "http://127.0.0.1")], 403),
        (vec![("origin", "null")], 403),
        (vec![("origin", "")], 403),
        (vec![], 303),
    ] {
        let all: Vec<_> = headers.iter().copied().chain([FORM]).collect();
        let answer = visitor.ask("POST", "/language", &all, Some(b"lang=zh&back=/people".to_vec()));
        if answer.status != status {
            answer.fail(&format!("{headers:?} should be {status}"));
        }
    }
}

#[test]
fn a_form_is_small_before_sign_in_and_large_enough_after() {
    let office = Office::open();
    let admin = office.person("陈系统", Role::Admin);
    let stranger = office.visitor();
    let body = |bytes: usize| format!("username={}", "a".repeat(bytes - "username=".len())).into_bytes();
    stranger.ask("POST", "/login", &[FORM], Some(body(16 * 1024))).is(422);
    stranger.ask("POST", "/login", &[FORM], Some(body(16 * 1024 + 1))).is(413).shows("内容太大");
    stranger.ask("POST", "/people", &[FORM], Some(body(1 << 20))).is(413);
    let megabyte = "长".repeat(350_000);
    let answer = admin.post("/people", &[("username", "liwei"), ("name", &megabyte), ("roles", "sales")]);
    answer.complains("name");
    assert_eq!(answer.field("name").len(), megabyte.len(), "what was typed comes back");
    admin.ask("POST", "/people", &[FORM], Some(body((4 << 20) + 1))).is(413);
}

#[test]
fn a_body_of_unknown_length_is_cut_at_the_same_limit() {
    let office = Office::open();
    let mut request = b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                        Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        .to_vec();
    for _ in 0..64 {
        request.extend_from_slice(b"400\r\n");
        request.extend_from_slice(&[b'a'; 0x400]);
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"0\r\n\r\n");
    let answer = office.raw(&request);
    assert!(answer.starts_with(b"HTTP/1.1 413"), "{}", String::from_utf8_lossy(&answer));
}

#[test]
fn a_slow_body_is_cut_and_its_connection_closed() {
    let office = Office::with_patience(Duration::from_millis(300));
    let begun = Instant::now();
    let answer = office.raw(
        b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nusername=",
    );
    let answer = String::from_utf8_lossy(&answer).to_lowercase();
    assert!(answer.starts_with("http/1.1 408"), "{answer}");
    assert!(answer.contains("content-security-policy") && answer.contains("connection: close"), "{answer}");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    office.visitor().get("/login").is(200);
}

#[test]
fn head_answers_as_get_does_without_the_page() {
    let office = Office::open();
    let visitor = office.person("李伟", Role::Sales);
    let styles = style(&visitor);
    for path in ["/login", "/people", "/people/nobody", "/nothing", "/health", styles.as_str()] {
        let (get, head) = (visitor.get(path), visitor.ask("HEAD", path, &[], None));
        assert_eq!((head.status, head.header("content-type")), (get.status, get.header("content-type")), "{path}");
        assert_eq!(head.text, "", "{path}");
    }
    office.visitor().ask("HEAD", "/people", &[], None).is(303);
}

#[test]
fn an_unknown_method_is_refused() {
    let office = Office::open();
    let visitor = office.person("李伟", Role::Sales);
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "BREW"] {
        for path in ["/login", "/people"] {
            let request = format!("{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            let answer = office.raw(request.as_bytes());
            assert!(answer.starts_with(b"HTTP/1.1 405"), "{method} {path}: {}", String::from_utf8_lossy(&answer));
        }
    }
    visitor.post("/people/李伟", &[]).is(405);
    visitor.get("/logout").is(405);
}

#[test]
fn static_files_are_kept_for_a_year_under_names_that_change_with_them() {
    let office = Office::open();
    let visitor = office.visitor();
    let path = style(&visitor);
    let answer = visitor.get(&path);
    assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(answer.header("content-type"), Some("text/css; charset=utf-8"));
    assert_eq!(answer.header("vary").map(str::to_lowercase).as_deref(), Some("accept-encoding"));
    let name = path.trim_start_matches("/static/shuguang.").trim_end_matches(".css");
    assert!(name.len() == 12 && name.bytes().all(|it| it.is_ascii_hexdigit()), "{path}");
    visitor.get("/static/shuguang.000000000000.css").is(404);
    visitor.get("/static/..%2f..%2fCargo.toml").is(404);

    let ask = |encoding: &str| {
        office.raw(format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{encoding}\r\n").as_bytes())
    };
    let (plain, packed) = (ask(""), ask("Accept-Encoding: gzip\r\n"));
    let head = String::from_utf8_lossy(&packed).to_lowercase();
    assert!(head.contains("content-encoding: gzip"), "{}", &head[..head.len().min(900)]);
    assert!(!String::from_utf8_lossy(&plain).to_lowercase().contains("content-encoding"));
    let at = packed.windows(4).position(|it| it == b"\r\n\r\n").expect("a body") + 4;
    let mut unpacked = String::new();
    flate2::read::GzDecoder::new(&packed[at..]).read_to_string(&mut unpacked).expect("gzip");
    assert_eq!(unpacked, answer.text);
}

#[test]
fn pages_are_packed_where_the_browser_can_unpack_them() {
    let office = Office::open();
    let ask = |encoding: &str| {
        office.raw(format!("GET /login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{encoding}\r\n").as_bytes())
    };
    let head = |answer: Vec<u8>| String::from_utf8_lossy(&answer).to_lowercase();
    assert!(head(ask("Accept-Encoding: gzip\r\n")).contains("content-encoding: gzip"));
    assert!(!head(ask("")).contains("content-encoding"));
}

#[test]
fn the_door_leads_nowhere_else() {
    let office = Office::open();
    office.add("李伟", &[Role::Sales]);
    for next in [
        "https://example.org",
        "//example.org",
        "/\\example.org",
        "\\\\example.org",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: x=1",
        "",
        " /people",
    ] {
        let visitor = office.visitor();
        let typed = [("username", "李伟"), ("password", crate::office::PASSWORD), ("next", next)];
        visitor.post("/login", &typed).goes_to("/");
    }
    let visitor = office.visitor();
    let page = visitor.get("/login?next=%22%3E%3Cscript%3Ealert(1)%3C/script%3E");
    page.is(200);
    assert!(!page.text.contains("<script>alert"), "what stands in the address is shown as it is");
}

#[test]
fn a_forged_cookie_is_no_session() {
    let office = Office::open();
    let visitor = office.person("李伟", Role::Sales);
    let real = visitor.cookie("shuguang");
    let mut flipped = real.clone().into_bytes();
    flipped[3] = if flipped[3] == b'A' { b'B' } else { b'A' };
    let other = Office::open();
    let elsewhere = other.person("李伟", Role::Sales).cookie("shuguang");
    let long = "x".repeat(3000);
    for forged in
        ["", "x", "%00", "a.b.c", &long, &elsewhere, &String::from_utf8(flipped).unwrap_or_default(), &real[..real.len() - 1]]
    {
        let stranger = office.visitor();
        stranger.set_cookie("shuguang", forged);
        stranger.get("/people").goes_to("/login?next=%2Fpeople");
        stranger.post("/login", &[("username", "李伟"), ("password", crate::office::PASSWORD)]).goes_to("/");
        stranger.get("/people").is(200);
    }
}

#[test]
fn odd_characters_do_no_harm() {
    let office = Office::open();
    let admin = office.person("陈系统", Role::Admin);
    let odd = ["\0", "a\0b", "\u{202e}李伟", "\u{200b}", "🌅", "' or 1=1 --", "%", "_", "\u{fffe}", "\r\n", &"𠀀".repeat(300)];
    for text in odd {
        let stranger = office.visitor();
        stranger.post("/login", &[("username", text), ("password", text), ("next", text)]).is(422);
        for field in ["username", "name", "phone", "roles"] {
            let mut typed = vec![("username", "liwei"), ("name", "李伟"), ("phone", ""), ("roles", "sales")];
            typed.retain(|(name, _)| *name != field);
            typed.push((field, text));
            let answer = admin.post("/people", &typed);
            if answer.status >= 500 {
                answer.fail(&format!("{field} = {text:?}"));
            }
        }
        admin.post("/acting", &[("acting", text), ("starts_on", text), ("ends_on", text), ("reason", text)]).is(403);
        admin.post("/language", &[("lang", text), ("back", text)]).is(303);
    }
    for path in [
        "/people/%00",
        "/people/a%00b",
        "/people/%ff%fe",
        "/people/%E2%80%AE",
        "/people/%F0%9F%8C%85",
        "/people/%2e%2e",
        "/people/%2f",
        "/acting/%00",
        "/setup/%ff",
        "/welcome/%00",
        "/%00",
        "/people?page=%00",
        "/login?lang=%00&next=%00",
        "/static/%00",
    ] {
        for visitor in [&admin, &office.visitor()] {
            for answer in [visitor.get(path), visitor.post(path, &[])] {
                if answer.status >= 500 {
                    answer.fail("is a 500");
                }
            }
        }
    }
}

#[test]
fn bytes_that_are_no_text_do_no_harm() {
    let office = Office::open();
    let visitor = office.person("李伟", Role::Sales);
    for body in [&b"\xff\xfe=\xff&lang=%ff"[..], b"=", b"&&&&", b"%", b"%zz=%z", b"\0=\0", b"lang"] {
        visitor.ask("POST", "/language", &[FORM], Some(body.to_vec())).is(303);
    }
}

#[test]
fn many_and_doubled_fields_do_no_harm() {
    let office = Office::open();
    let admin = office.person("陈系统", Role::Admin);
    let many: Vec<(String, String)> = (0..10_000).map(|it| (format!("field{it}"), "sales".to_owned())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    admin.post("/people", &many).complains("username").complains("name");
    let doubled = [
        ("username", "liwei"),
        ("username", "sunhao"),
        ("name", "李伟"),
        ("name", ""),
        ("roles", "sales"),
        ("roles", "sales"),
        ("roles", "nonsense"),
    ];
    admin.post("/people", &doubled).goes_to("/people/liwei");
    assert_eq!(office.actor("liwei").roles, [Role::Sales]);
    let every_role: Vec<(&str, &str)> = std::iter::repeat_n(("roles", "admin"), 10_000).collect();
    admin.post("/people/liwei/account", &every_role).complains("name");
}
