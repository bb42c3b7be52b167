//! Somebody at a browser of their own: opens pages, presses what stands on them, fills in what they ask for.

use serde_json::{Value, json};

use super::browser::{Browser, Scripts};
use crate::office::{Office, PASSWORD};

/// The keys of the keyboard that are no letters, as WebDriver writes them.
pub const TAB: &str = "\u{E004}";
pub const ENTER: &str = "\u{E007}";
pub const ESCAPE: &str = "\u{E00C}";

/// A person with a browser. What they do fails with a sentence: who, on which page, what was expected, what was seen.
pub struct Person {
    name: String,
    base: String,
    scripts: Scripts,
    browser: Browser,
}

impl Person {
    /// Comes to the door and signs in by its form.
    #[track_caller]
    pub fn signs_in(office: &Office, name: &str, scripts: Scripts) -> Person {
        Person::signs_in_as(office, name, name, PASSWORD, scripts)
    }

    /// The same for somebody whose account has another name.
    #[track_caller]
    pub fn signs_in_as(office: &Office, name: &str, account: &str, password: &str, scripts: Scripts) -> Person {
        let person = Person::at_the_door(office, name, scripts);
        person.opens("/login").fills("账号", account).fills("密码", password).presses("登录");
        person.is_at("/");
        person
    }

    /// With a browser, not signed in.
    pub fn at_the_door(office: &Office, name: &str, scripts: Scripts) -> Person {
        Person { name: name.into(), base: office.base(), scripts, browser: Browser::start(scripts) }
    }

    /// Whether the pages' scripts run here.
    pub fn has_scripts(&self) -> bool {
        self.scripts == Scripts::On
    }

    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    /// Fails the test: what was expected, and what this person saw instead.
    #[track_caller]
    pub fn fail(&self, expected: &str) -> ! {
        let place = self.browser.ask("where", &[]).unwrap_or_default();
        let seen = self.text();
        let (path, title) = (place["path"].as_str().unwrap_or("?"), place["title"].as_str().unwrap_or("?"));
        let seen: String = seen.chars().take(900).collect();
        panic!("{} at {path} ({title}): {expected}\n  saw: {seen}", self.name)
    }

    /// Everything to be read on the page, or on the dialog before it.
    pub fn text(&self) -> String {
        self.browser.ask("text", &[]).ok().and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Types an address.
    #[track_caller]
    pub fn opens(&self, path: &str) -> &Person {
        if let Err(cause) = self.browser.goto(&format!("{}{path}", self.base)) {
            self.fail(&format!("cannot open {path}: {cause}"));
        }
        self.arrives(path)
    }

    /// Presses a link or a button that leads to another page.
    #[track_caller]
    pub fn presses(&self, words: &str) -> &Person {
        self.presses_in("", words)
    }

    /// The same within the part of the page that has this heading.
    #[track_caller]
    pub fn presses_in(&self, part: &str, words: &str) -> &Person {
        let _ = self.browser.ask("leave", &[]);
        self.touches_in(part, words);
        self.arrives(words)
    }

    /// Presses something that changes the page before them and leads nowhere.
    #[track_caller]
    pub fn touches(&self, words: &str) -> &Person {
        self.touches_in("", words)
    }

    /// The same within the part of the page that has this heading.
    #[track_caller]
    pub fn touches_in(&self, part: &str, words: &str) -> &Person {
        let pressed = self.browser.until(|| {
            let answer = self.ask("press", &[json!(words), json!(part)])?;
            self.browser.click(&self.browser.element(&answer)?).map_err(|it| it.to_string())
        });
        if let Err(why) = pressed {
            self.fail(&format!("cannot press 「{words}」: {why}"));
        }
        self
    }

    /// Presses what takes something away: with scripts a dialog asks first, and names it; without, the page itself did.
    #[track_caller]
    pub fn presses_and_confirms(&self, words: &str, named: &str) -> &Person {
        if self.has_scripts() {
            let _ = self.browser.ask("leave", &[]);
            self.touches(words).is_asked(named).touches(words).arrives(words)
        } else {
            self.presses(words)
        }
    }

    /// A dialog is open and names this.
    #[track_caller]
    pub fn is_asked(&self, named: &str) -> &Person {
        let asked = self.browser.until(|| match self.dialog() {
            Some(text) if text.contains(named) => Ok(()),
            Some(text) => Err(format!("the dialog says 「{text}」")),
            None => Err("no dialog is open".into()),
        });
        if let Err(why) = asked {
            self.fail(&format!("should be asked about 「{named}」, but {why}"));
        }
        self
    }

    /// No dialog is open, or none any more.
    #[track_caller]
    pub fn is_not_asked(&self) -> &Person {
        let gone = self.browser.until(|| self.dialog().map_or(Ok(()), |it| Err(format!("should not be asked 「{it}」"))));
        if let Err(why) = gone {
            self.fail(&why);
        }
        self
    }

    fn dialog(&self) -> Option<String> {
        self.browser.ask("dialog", &[]).ok().and_then(|it| it.as_str().map(str::to_owned))
    }

    /// The page is there, whole, no error page, and its console is silent.
    #[track_caller]
    fn arrives(&self, by: &str) -> &Person {
        let arrived = self.browser.until(|| match self.browser.ask("where", &[]) {
            Ok(place) if place["arrived"] == true => Ok(place),
            Ok(_) => Err("the page stays as it is".to_owned()),
            Err(cause) => Err(cause.to_string()),
        });
        match arrived {
            Err(why) => self.fail(&format!("「{by}」 should lead somewhere, but {why}")),
            Ok(place) => {
                if let Some(code) = place["trouble"].as_str() {
                    self.fail(&format!("「{by}」 leads to an error page, {code}"));
                }
            }
        }
        let complaints = self.browser.complaints();
        if !complaints.is_empty() {
            self.fail(&format!("after 「{by}」 the console complains: {complaints:?}"));
        }
        self
    }

    /// Writes into a field, in place of what stands there.
    #[track_caller]
    pub fn fills(&self, field: &str, text: &str) -> &Person {
        self.fills_in("", field, text)
    }

    /// The same within the part of the page that has this heading.
    #[track_caller]
    pub fn fills_in(&self, part: &str, field: &str, text: &str) -> &Person {
        let filled = self.browser.until(|| {
            let answer = self.ask("field", &[json!(field), json!(part)])?;
            let element = self.browser.element(&answer)?;
            if answer["value"] != "" {
                self.browser.clear(&element).map_err(|it| it.to_string())?;
            }
            let keys = typed(answer["kind"].as_str().unwrap_or_default(), text);
            self.browser.type_into(&element, &keys).map_err(|it| it.to_string())?;
            let holds = self.ask("value", &[answer["found"].clone()])?;
            if holds == text { Ok(()) } else { Err(format!("{holds} stands there")) }
        });
        if let Err(why) = filled {
            self.fail(&format!("cannot fill 「{field}」 with 「{text}」: {why}"));
        }
        self
    }

    fn ask(&self, question: &str, about: &[Value]) -> Result<Value, String> {
        self.browser.ask(question, about).map_err(|cause| cause.to_string())
    }

    /// What stands in a field.
    #[track_caller]
    pub fn reads(&self, field: &str) -> String {
        match self.browser.ask("field", &[json!(field), json!("")]) {
            Ok(answer) if answer["found"].is_object() => answer["value"].as_str().unwrap_or_default().to_owned(),
            Ok(answer) => self.fail(answer["trouble"].as_str().unwrap_or("no answer")),
            Err(cause) => self.fail(&cause.to_string()),
        }
    }

    /// Chooses from a list.
    #[track_caller]
    pub fn chooses(&self, field: &str, words: &str) -> &Person {
        let chosen = self.browser.until(|| {
            let answer = self.ask("field", &[json!(field), json!("")])?;
            let element = self.browser.element(&answer)?;
            let option = self.ask("option", &[answer["found"].clone(), json!(words)])?;
            let Some(index) = option.as_u64() else { return Err(option.as_str().unwrap_or("no list").to_owned()) };
            self.browser.choose(&element, usize::try_from(index).unwrap_or(0)).map_err(|it| it.to_string())
        });
        if let Err(why) = chosen {
            self.fail(&format!("cannot choose 「{words}」 for 「{field}」: {why}"));
        }
        self
    }

    /// Ticks one of the choices below this question.
    #[track_caller]
    pub fn ticks(&self, question: &str, words: &str) -> &Person {
        let ticked = self.browser.until(|| {
            let answer = self.ask("box", &[json!(words), json!(question)])?;
            let element = self.browser.element(&answer)?;
            self.browser.click(&element).map_err(|it| it.to_string())
        });
        if let Err(why) = ticked {
            self.fail(&format!("cannot tick 「{words}」 of 「{question}」: {why}"));
        }
        self
    }

    /// Puts the cursor into a field.
    #[track_caller]
    pub fn goes_into(&self, field: &str) -> &Person {
        let there = self.browser.until(|| {
            let answer = self.ask("field", &[json!(field), json!("")])?;
            self.browser.click(&self.browser.element(&answer)?).map_err(|it| it.to_string())
        });
        if let Err(why) = there {
            self.fail(&format!("cannot go into 「{field}」: {why}"));
        }
        self
    }

    /// Sees these words on the page.
    #[track_caller]
    pub fn sees(&self, words: &str) -> &Person {
        let seen = self.browser.until(|| if self.text().contains(words) { Ok(()) } else { Err(String::new()) });
        if seen.is_err() {
            self.fail(&format!("should see 「{words}」"));
        }
        self
    }

    /// Does not see these words on the page as it stands.
    #[track_caller]
    pub fn does_not_see(&self, words: &str) -> &Person {
        if self.text().contains(words) {
            self.fail(&format!("should not see 「{words}」"));
        }
        self
    }

    /// Where the browser is.
    pub fn path(&self) -> String {
        let place = self.browser.ask("where", &[]).unwrap_or_default();
        place["path"].as_str().unwrap_or_default().to_owned()
    }

    /// Whether there is such a link or button to press, here and now.
    pub fn can_press_in(&self, part: &str, words: &str) -> bool {
        self.browser.ask("press", &[json!(words), json!(part)]).is_ok_and(|answer| answer["found"].is_object())
    }

    /// There is no such link or button here, or it cannot be pressed.
    #[track_caller]
    pub fn cannot_press(&self, words: &str) -> &Person {
        if self.can_press_in("", words) {
            self.fail(&format!("「{words}」 should not be there to press"));
        }
        self
    }

    #[track_caller]
    pub fn is_at(&self, path: &str) -> &Person {
        let there = self.browser.until(|| if self.path() == path { Ok(()) } else { Err(String::new()) });
        if there.is_err() {
            self.fail(&format!("should be at {path}"));
        }
        self
    }

    /// Looks at the page through a window of this width.
    #[track_caller]
    pub fn at_width(&self, width: u32) -> &Person {
        let window = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        self.browser.chromium("Emulation.setDeviceMetricsOverride", &window);
        self
    }

    /// Reads the pages in English from now on; or in Chinese again, by the other language's own name.
    #[track_caller]
    pub fn reads_in(&self, language: &str) -> &Person {
        self.touches(&self.name).presses_in("", language)
    }

    /// What `page.js` answers; null where there is nothing to say.
    #[track_caller]
    pub fn asks(&self, question: &str) -> Value {
        self.ask(question, &[]).unwrap_or_else(|cause| self.fail(&cause))
    }

    /// Presses keys, wherever the focus is.
    #[track_caller]
    pub fn keys(&self, keys: &str) -> &Person {
        if let Err(cause) = self.browser.keys(keys) {
            self.fail(&format!("cannot press keys: {cause}"));
        }
        self
    }

    /// Presses keys that lead to another page.
    #[track_caller]
    pub fn keys_onward(&self, keys: &str) -> &Person {
        let _ = self.browser.ask("leave", &[]);
        self.keys(keys).arrives("the keyboard")
    }

    /// What the keyboard would act on, and whether that can be seen.
    pub fn focus(&self) -> Focus {
        let focus = self.browser.ask("focus", &[]).unwrap_or_default();
        let said = |name: &str| focus[name].as_str().unwrap_or_default().to_owned();
        Focus { name: said("name"), kind: said("kind"), seen: focus["seen"] == true && focus["on_screen"] == true }
    }

    /// The focus is, or comes to be, on what has this name.
    #[track_caller]
    pub fn has_focus_on(&self, name: &str) -> &Person {
        let there = self.browser.until(|| {
            let focus = self.focus();
            if focus.name.starts_with(name) { Ok(()) } else { Err(format!("it is on 「{}」", focus.name)) }
        });
        if let Err(why) = there {
            self.fail(&format!("the focus should be on 「{name}」, but {why}"));
        }
        self
    }

    /// Goes on by the keyboard to what has this name, every stop of the way in sight.
    #[track_caller]
    pub fn tabs_to(&self, name: &str, kind: &str) -> &Person {
        for _ in 0..80 {
            let focus = self.keys(TAB).focus();
            if !focus.name.is_empty() && !focus.seen {
                self.fail(&format!("「{}」 has the focus and does not show it", focus.name));
            }
            if focus.name == name && focus.kind == kind {
                return self;
            }
        }
        self.fail(&format!("the keyboard should come to 「{name}」"))
    }

    /// Waits until something of the page's own comes true; `script` is asked from outside.
    #[track_caller]
    pub fn waits_until(&self, what: &str, script: &str) -> &Person {
        let done = self.browser.until(|| match self.browser.run(script, Vec::new()) {
            Ok(Value::Bool(true)) => Ok(()),
            other => Err(format!("{other:?}")),
        });
        if let Err(why) = done {
            self.fail(&format!("{what}: {why}"));
        }
        self
    }
}

/// Where the keyboard is.
pub struct Focus {
    pub name: String,
    /// `a`, `button`, `input` …
    pub kind: String,
    /// Drawn, and on the screen.
    pub seen: bool,
}

/// What the keyboard has to say so that a field of this kind holds this: a day part by part, in the order of the locale that
/// the driver is started with.
fn typed(kind: &str, text: &str) -> String {
    match (kind, text.split('-').collect::<Vec<_>>().as_slice()) {
        ("date", [year, month, day]) => format!("{month}{day}{year}"),
        _ => text.to_owned(),
    }
}
