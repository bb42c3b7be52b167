//! Somebody with a browser of their own: asks for pages, sends forms, and says what it expects of the answers.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use scraper::{ElementRef, Html, Selector};

/// A browser: keeps its cookies, follows nothing by itself, sends changes from our own pages.
pub struct Visitor {
    name: String,
    base: String,
    agent: ureq::Agent,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Visitor {
    pub fn new(base: String, name: &str) -> Visitor {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(60)))
            .build();
        Visitor { name: name.into(), base, agent: config.into(), cookies: Mutex::default() }
    }

    /// Who it is; empty for somebody at the door.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Asks for a page.
    #[track_caller]
    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], None)
    }

    /// Sends a form as our own page does.
    #[track_caller]
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let headers = [("origin", self.base.as_str()), ("content-type", "application/x-www-form-urlencoded")];
        self.ask("POST", path, &headers, Some(body.into_bytes()))
    }

    /// Sends a form with a file.
    #[track_caller]
    pub fn upload(&self, path: &str, field: &str, name: &str, bytes: &[u8]) -> Answer {
        let head = format!("--line\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n");
        let body = [head.as_bytes(), bytes, b"\r\n--line--\r\n"].concat();
        let headers = [("origin", self.base.as_str()), ("content-type", "multipart/form-data; boundary=line")];
        self.ask("POST", path, &headers, Some(body))
    }

    /// Sends a form of a page that was just answered, with some fields filled in differently.
    #[track_caller]
    pub fn send(&self, form: &FormOnPage, filled: &[(&str, &str)]) -> Answer {
        let kept = form.fields.iter().filter(|(name, _)| !filled.iter().any(|(other, _)| other == name));
        let fields: Vec<(&str, &str)> =
            kept.map(|(name, value)| (name.as_str(), value.as_str())).chain(filled.iter().copied()).collect();
        self.post(&form.action, &fields)
    }

    /// The same with files in its field `file`, each by its name.
    #[track_caller]
    pub fn send_with(&self, form: &FormOnPage, filled: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
        let kept = form.fields.iter().filter(|(name, _)| name != "file" && !filled.iter().any(|(other, _)| other == name));
        let typed = kept.map(|(name, value)| (name.as_str(), value.as_str())).chain(filled.iter().copied());
        let mut body = Vec::new();
        for (name, value) in typed {
            let head = format!("--line\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(head.as_bytes());
        }
        for (name, bytes) in files {
            let head = format!("--line\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
            body.extend_from_slice(&[head.as_bytes(), bytes, b"\r\n"].concat());
        }
        body.extend_from_slice(b"--line--\r\n");
        let headers = [("origin", self.base.as_str()), ("content-type", "multipart/form-data; boundary=line")];
        self.ask("POST", &form.action, &headers, Some(body))
    }

    /// Goes where an answer leads.
    #[track_caller]
    pub fn follow(&self, answer: &Answer) -> Answer {
        match &answer.location {
            Some(to) => self.get(to),
            None => answer.fail("leads nowhere"),
        }
    }

    /// Any request at all.
    #[track_caller]
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<Vec<u8>>) -> Answer {
        let answered = self.tries(method, path, headers, body);
        answered.unwrap_or_else(|cause| panic!("{method} {path}: no answer: {cause}"))
    }

    /// Any request to a server that may not answer.
    pub fn tries(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Vec<u8>>,
    ) -> Result<Answer, ureq::Error> {
        let url = format!("{}{}", self.base, in_ascii(path));
        let mut request = ureq::http::Request::builder().method(method).uri(&url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let cookies: Vec<String> = self.jar().iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        let asked = format!("{method} {path}");
        let answered = match body {
            Some(body) => self.agent.run(request.body(body).expect("a request")),
            None => self.agent.run(request.body(()).expect("a request")),
        };
        let mut answered = answered?;
        for cookie in answered.headers().get_all("set-cookie").iter().filter_map(|it| it.to_str().ok()) {
            self.keep(cookie);
        }
        let headers = answered.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
        let headers: Vec<(String, String)> = headers.collect();
        let status = answered.status().as_u16();
        let bytes = answered.body_mut().with_config().limit(64 << 20).read_to_vec().unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let location = headers.iter().find(|(name, _)| name == "location").map(|(_, value)| value.clone());
        Ok(Answer { asked, status, headers, location, text, bytes })
    }

    fn keep(&self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        let Some((name, value)) = pair.split_once('=') else { return };
        if value.is_empty() || cookie.contains("Max-Age=0") {
            self.jar().remove(name);
        } else {
            self.jar().insert(name.to_owned(), value.to_owned());
        }
    }

    fn jar(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.cookies.lock().expect("nobody panics with the jar open")
    }

    /// The value of a cookie.
    #[track_caller]
    pub fn cookie(&self, name: &str) -> String {
        self.jar().get(name).cloned().unwrap_or_else(|| panic!("{} has no cookie {name}", self.name))
    }

    /// Puts a cookie in its jar.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.jar().insert(name.to_owned(), value.to_owned());
    }
}

/// A form on a page, with what stands in its fields.
#[derive(Clone, Debug)]
pub struct FormOnPage {
    pub action: String,
    pub fields: Vec<(String, String)>,
    /// Whether it changes something; otherwise it looks for something.
    pub posts: bool,
    /// Whether it may bring files.
    pub brings_files: bool,
    /// The names of the fields that one types into; passwords are not among them.
    pub typed: Vec<String>,
    /// Name and value of everything that can be chosen in it.
    pub choices: Vec<(String, String)>,
}

/// What came back.
pub struct Answer {
    asked: String,
    pub status: u16,
    headers: Vec<(String, String)>,
    pub location: Option<String>,
    pub text: String,
    /// As it came; for files.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// Fails the test, and says what was asked and what came.
    #[track_caller]
    pub fn fail(&self, expected: &str) -> ! {
        let to = self.location.as_ref().map(|to| format!(" → {to}")).unwrap_or_default();
        let seen: String = self.seen().chars().take(600).collect();
        panic!("{}: {expected}\n  {}{to}\n  {seen}", self.asked, self.status)
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The page, parsed.
    pub fn html(&self) -> Html {
        Html::parse_document(&self.text)
    }

    /// The text of the page as it is read, white space in one piece.
    pub fn seen(&self) -> String {
        let html = self.html();
        let body = Selector::parse("body").expect("a selector");
        let text: String = html.select(&body).flat_map(|it| it.text()).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    pub fn is(&self, status: u16) -> &Answer {
        if self.status != status {
            self.fail(&format!("should be {status}"));
        }
        self
    }

    #[track_caller]
    pub fn shows(&self, text: &str) -> &Answer {
        if !self.seen().contains(text) {
            self.fail(&format!("does not show 「{text}」"));
        }
        self
    }

    #[track_caller]
    pub fn does_not_show(&self, text: &str) -> &Answer {
        if self.seen().contains(text) {
            self.fail(&format!("should not show 「{text}」"));
        }
        self
    }

    #[track_caller]
    pub fn goes_to(&self, path: &str) -> &Answer {
        if self.status != 303 || self.location.as_deref() != Some(in_ascii(path).as_str()) {
            self.fail(&format!("should go to {path}"));
        }
        self
    }

    /// Refused, with a complaint at this field.
    #[track_caller]
    pub fn complains(&self, field: &str) -> &Answer {
        if self.status != 422 || self.find(&format!("[id=\"c-{field}\"]")).is_none() {
            self.fail(&format!("does not complain about {field}"));
        }
        self
    }

    /// What stands in a field: the typed or chosen value, of several boxes the first ticked.
    #[track_caller]
    pub fn field(&self, name: &str) -> String {
        match self.forms().iter().flat_map(|form| &form.fields).find(|(key, _)| key == name) {
            Some((_, value)) => value.clone(),
            None => self.fail(&format!("has no field {name} with a value")),
        }
    }

    /// The form that leads to this address, or the first whose address has this in it.
    #[track_caller]
    pub fn form(&self, action: &str) -> FormOnPage {
        let forms = self.forms();
        let exact = forms.iter().find(|form| form.action == action);
        match exact.or_else(|| forms.iter().find(|form| form.action.contains(action))) {
            Some(form) => form.clone(),
            None => self.fail(&format!("has no form for {action}")),
        }
    }

    /// Every form of the page, as a browser would send it untouched.
    pub fn forms(&self) -> Vec<FormOnPage> {
        let html = self.html();
        let (form, field) = (selector("form"), selector("input[name], textarea[name], select[name]"));
        let attribute = |it: ElementRef, name: &str| it.attr(name).unwrap_or_default().to_owned();
        let option = selector("option");
        let choices = |it: ElementRef| -> Vec<(String, String)> {
            let name = attribute(it, "name");
            match (it.value().name(), it.attr("type")) {
                ("select", _) => it.select(&option).map(|it| (name.clone(), attribute(it, "value"))).collect(),
                (_, Some("radio" | "checkbox")) => vec![(name, attribute(it, "value"))],
                _ => Vec::new(),
            }
        };
        let typed = |it: &ElementRef| {
            let kind = it.attr("type").unwrap_or_default();
            // A file that was chosen cannot come back in a page.
            it.value().name() == "textarea"
                || it.value().name() == "input" && !matches!(kind, "hidden" | "checkbox" | "radio" | "password" | "file")
        };
        html.select(&form)
            .map(|form| FormOnPage {
                action: attribute(form, "action"),
                fields: form.select(&field).filter_map(|it| Some((attribute(it, "name"), value(it)?))).collect(),
                posts: attribute(form, "method") == "post",
                brings_files: attribute(form, "enctype") == "multipart/form-data",
                typed: form.select(&field).filter(typed).map(|it| attribute(it, "name")).collect(),
                choices: form.select(&field).flat_map(choices).collect(),
            })
            .collect()
    }

    /// Whether the page has something that this CSS selector finds.
    pub fn has(&self, css: &str) -> bool {
        self.find(css).is_some()
    }

    /// The text of what this CSS selector finds first.
    pub fn find(&self, css: &str) -> Option<String> {
        self.html().select(&selector(css)).next().map(|it| it.text().collect())
    }
}

/// An address as a browser sends it.
fn in_ascii(address: &str) -> String {
    let sent = |byte: u8| if byte.is_ascii_graphic() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    address.bytes().map(sent).collect()
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|_| panic!("{css} is no selector"))
}

/// What a browser sends for a field left as it is; nothing for a box that is not ticked.
fn value(field: ElementRef) -> Option<String> {
    match (field.value().name(), field.attr("type")) {
        ("textarea", _) => {
            let text: String = field.text().collect();
            Some(text.strip_prefix('\n').unwrap_or(&text).to_owned())
        }
        ("select", _) => {
            let options = selector("option");
            let chosen = field.select(&options).find(|it| it.attr("selected").is_some());
            chosen.or_else(|| field.select(&options).next()).map(|it| it.attr("value").unwrap_or_default().to_owned())
        }
        (_, Some("checkbox" | "radio")) if field.attr("checked").is_none() => None,
        _ => Some(field.attr("value").unwrap_or_default().to_owned()),
    }
}
