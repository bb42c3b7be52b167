//! Somebody at a browser of their own: opens pages, presses what stands on them, fills in what they ask for.

mod fields;
mod keys;
mod sight;

use std::cell::Cell;

pub use keys::{ENTER, ESCAPE, TAB};
use serde_json::{Value, json};

use super::browser::{Browser, Scripts};
use crate::office::{Office, PASSWORD};

/// A person with a browser. What they do fails with a sentence: who, on which page, what was expected, what was seen.
pub struct Person {
    name: String,
    base: String,
    scripts: Scripts,
    browser: Browser,
    /// What they pressed, ticked, chose and wrote since somebody asked, and how much of that was writing.
    pub(super) acts: Cell<u32>,
    pub(super) written: Cell<u32>,
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
        let (acts, written) = (Cell::default(), Cell::default());
        Person { name: name.into(), base: office.base(), scripts, browser: Browser::start(scripts), acts, written }
    }

    /// How often they pressed, ticked, chose or wrote since this was asked last, and how often of that they wrote.
    pub fn counts_their_acts(&self) -> (u32, u32) {
        (self.acts.take(), self.written.take())
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
        let _ = self.browser.ask("leave", &[]);
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
        self.acts.set(self.acts.get() + 1);
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

    fn ask(&self, question: &str, about: &[Value]) -> Result<Value, String> {
        self.browser.ask(question, about).map_err(|cause| cause.to_string())
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
}
