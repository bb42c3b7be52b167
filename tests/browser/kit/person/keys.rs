//! The keyboard, and where on the page it acts.

use super::Person;

/// The keys of the keyboard that are no letters, as WebDriver writes them.
pub const TAB: &str = "\u{E004}";
pub const ENTER: &str = "\u{E007}";
pub const ESCAPE: &str = "\u{E00C}";

impl Person {
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
}

/// Where the keyboard is.
pub struct Focus {
    pub name: String,
    /// `a`, `button`, `input` …
    pub kind: String,
    /// Drawn, and on the screen.
    pub seen: bool,
}
