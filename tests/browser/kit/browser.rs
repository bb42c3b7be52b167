//! One Chromium with a profile of its own.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::driver::Driver;

/// Whether pages may run their scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scripts {
    On,
    Off,
}

/// How long something on a page may take to come about.
const PATIENCE: Duration = Duration::from_secs(20);
const PAGE: &str = include_str!("page.js");
const FLAGS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--no-first-run",
    "--no-proxy-server",
    "--lang=en-US",
    "--window-size=1280,900",
];
/// The key under which WebDriver hands over an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A running browser.
pub struct Browser {
    runtime: Runtime,
    client: Client,
    /// Where the driver takes commands about this browser that are Chromium's own.
    session: String,
    agent: ureq::Agent,
    profile: PathBuf,
    // Last, so that it outlives the session.
    _driver: Arc<Driver>,
}

impl Browser {
    pub fn start(scripts: Scripts) -> Browser {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::SeqCst);
        let profile = std::env::temp_dir().join(format!("shuguang-browser-{}-{number}", std::process::id()));
        let driver = Driver::shared();
        let mut flags: Vec<String> = FLAGS.iter().map(|it| (*it).to_owned()).collect();
        flags.push(format!("--user-data-dir={}", profile.display()));
        let mut preferences = json!({ "intl.accept_languages": "zh-CN,zh", "credentials_enable_service": false });
        if scripts == Scripts::Off {
            preferences["profile.managed_default_content_settings.javascript"] = json!(2);
        }
        let wanted = json!({
            "goog:chromeOptions": { "args": flags, "prefs": preferences },
            // Whoever opens or presses something waits for the page by what is on it.
            "pageLoadStrategy": "none",
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        let Value::Object(wanted) = wanted else { unreachable!("an object") };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let client = runtime
            .block_on(ClientBuilder::new(HttpConnector::new()).capabilities(wanted).connect(&driver.address()))
            .unwrap_or_else(|cause| panic!("Chromium does not start: {cause}"));
        let id = runtime.block_on(client.session_id()).expect("an answer").expect("a session");
        let session = format!("{}/session/{id}", driver.address());
        let config = ureq::Agent::config_builder().proxy(None).timeout_global(Some(PATIENCE)).build();
        Browser { runtime, client, session, agent: config.into(), profile, _driver: driver }
    }

    /// Goes to an address and waits until the page is there.
    pub fn goto(&self, url: &str) -> Result<(), CmdError> {
        self.runtime.block_on(self.client.goto(url))
    }

    /// Asks `page.js` a question.
    pub fn ask(&self, question: &str, about: &[Value]) -> Result<Value, CmdError> {
        let mut all = vec![json!(question)];
        all.extend_from_slice(about);
        self.runtime.block_on(self.client.execute(PAGE, all))
    }

    /// Runs something in the page, from outside.
    pub fn run(&self, script: &str, about: Vec<Value>) -> Result<Value, CmdError> {
        self.runtime.block_on(self.client.execute(script, about))
    }

    /// The element in an answer of `page.js`, or why there is none.
    pub fn element(&self, answer: &Value) -> Result<Element, String> {
        match answer["found"][ELEMENT].as_str() {
            Some(id) => Ok(Element::from_element_id(self.client.clone(), ElementRef::from(id.to_owned()))),
            None => Err(answer["trouble"].as_str().unwrap_or("no answer").to_owned()),
        }
    }

    pub fn click(&self, element: &Element) -> Result<(), CmdError> {
        self.runtime.block_on(element.click())
    }

    pub fn clear(&self, element: &Element) -> Result<(), CmdError> {
        self.runtime.block_on(element.clear())
    }

    /// Types into a field; also keys that are not letters.
    pub fn type_into(&self, element: &Element, text: &str) -> Result<(), CmdError> {
        self.runtime.block_on(element.send_keys(text))
    }

    /// Types with the keyboard, wherever the focus is.
    pub fn keys(&self, text: &str) -> Result<(), CmdError> {
        self.runtime.block_on(async { self.client.active_element().await?.send_keys(text).await })
    }

    pub fn choose(&self, element: &Element, index: usize) -> Result<(), CmdError> {
        self.runtime.block_on(element.select_by_index(index))
    }

    /// A command of Chromium's own protocol.
    #[track_caller]
    pub fn chromium(&self, command: &str, about: &Value) -> Value {
        self.post("goog/cdp/execute", &json!({ "cmd": command, "params": about }))
    }

    /// What the console said since it was asked last: breaches of the security policy and errors. That a form came back with
    /// complaints is told there too, and is none.
    #[track_caller]
    pub fn complaints(&self) -> Vec<String> {
        let said = self.post("se/log", &json!({ "type": "browser" }));
        let lines = said["value"].as_array().cloned().unwrap_or_default();
        let severe = lines.iter().filter(|it| it["level"] == "SEVERE" || it["source"] == "security");
        let said = severe.filter_map(|it| it["message"].as_str().map(str::to_owned));
        said.filter(|it| !it.contains("status of 422")).collect()
    }

    #[track_caller]
    fn post(&self, command: &str, about: &Value) -> Value {
        let answer =
            self.agent.post(format!("{}/{command}", self.session)).content_type("application/json").send(about.to_string());
        let text = answer.and_then(|mut it| it.body_mut().read_to_string());
        let text = text.unwrap_or_else(|cause| panic!("the driver does not answer {command}: {cause}"));
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Asks again and again until there is an answer; gives up with the last reason there was none.
    pub fn until<T>(&self, mut ask: impl FnMut() -> Result<T, String>) -> Result<T, String> {
        let begun = Instant::now();
        loop {
            match ask() {
                Ok(answer) => return Ok(answer),
                Err(why) if begun.elapsed() > PATIENCE => return Err(why),
                Err(_) => std::thread::sleep(Duration::from_millis(15)),
            }
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.runtime.block_on(self.client.clone().close());
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}
