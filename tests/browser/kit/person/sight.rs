//! Looking at a page.

use serde_json::{Value, json};

use super::Person;

impl Person {
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
