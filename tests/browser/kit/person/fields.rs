//! Filling in what a page asks for; fields are found by what they are called.

use serde_json::json;

use super::Person;

impl Person {
    /// Writes into a field, in place of what stands there.
    #[track_caller]
    pub fn fills(&self, field: &str, text: &str) -> &Person {
        self.fills_in("", field, text)
    }

    /// The same within the part of the page that has this heading.
    #[track_caller]
    pub fn fills_in(&self, part: &str, field: &str, text: &str) -> &Person {
        self.acts.set(self.acts.get() + 1);
        self.written.set(self.written.get() + 1);
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
        self.acts.set(self.acts.get() + 1);
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
        self.acts.set(self.acts.get() + 1);
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
}

/// What the keyboard has to say so that a field of this kind holds this: a day part by part, in the order of the locale that
/// the driver is started with.
fn typed(kind: &str, text: &str) -> String {
    match (kind, text.split('-').collect::<Vec<_>>().as_slice()) {
        ("date", [year, month, day]) => format!("{month}{day}{year}"),
        _ => text.to_owned(),
    }
}
