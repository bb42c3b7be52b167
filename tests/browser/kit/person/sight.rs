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

    /// Holds the page before them as it comes out of the printer, until [`Person::puts_paper_away`]; it is so many A4 sheets.
    #[track_caller]
    pub fn prints(&self, sheets: usize) -> &Person {
        let printed = self.printed();
        if printed != sheets {
            self.fail(&format!("should be {sheets} sheets on paper, is {printed}"));
        }
        self.browser.chromium("Emulation.setEmulatedMedia", &json!({ "media": "print" }));
        self
    }

    /// How many A4 sheets the page before them is on paper.
    pub fn printed(&self) -> usize {
        let paper = json!({ "paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": true });
        let printed = self.browser.chromium("Page.printToPDF", &paper);
        pages_of(printed["value"]["data"].as_str().unwrap_or_default())
    }

    /// Back to the screen.
    pub fn puts_paper_away(&self) -> &Person {
        self.browser.chromium("Emulation.setEmulatedMedia", &json!({ "media": "" }));
        self
    }

    /// The page before them does not scroll sideways.
    #[track_caller]
    pub fn fits(&self) -> &Person {
        let wide = self.asks("wide");
        if !wide.is_null() {
            self.fail(&format!("scrolls sideways: {wide}"));
        }
        self
    }
}

/// How many pages a PDF in base64 has: each is an object of its own.
fn pages_of(data: &str) -> usize {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
    for letter in data.bytes().filter_map(|it| LETTERS.iter().position(|other| *other == it)) {
        bits = bits << 6 | u32::try_from(letter).unwrap_or_default();
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xFF) as u8);
            bits &= (1 << held) - 1;
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    text.matches("/Type /Page\n").count()
}
