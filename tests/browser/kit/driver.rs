//! The process that drives the browsers: started by the first test that needs one, ended with the last.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, Weak};

/// chromedriver, listening on a port of its own choice.
pub struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// The one that runs, or a new one.
    pub fn shared() -> Arc<Driver> {
        static RUNNING: Mutex<Weak<Driver>> = Mutex::new(Weak::new());
        let mut running = RUNNING.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        running.upgrade().unwrap_or_else(|| {
            let driver = Arc::new(Driver::start());
            *running = Arc::downgrade(&driver);
            driver
        })
    }

    fn start() -> Driver {
        let process = Command::new("chromedriver")
            .arg("--port=0")
            // Everything the browsers ask for is on this machine.
            .env("NO_PROXY", "*")
            .env("no_proxy", "*")
            // Fields for days are typed in the order of this locale; the pages' language is told apart from it.
            .env("LANGUAGE", "en_US")
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|cause| panic!("chromedriver does not start: {cause}; tests/run installs it (chromium-driver)"));
        let mut driver = Driver { process, port: 0 };
        let said = BufReader::new(driver.process.stdout.take().expect("its output"));
        // "ChromeDriver was started successfully on port 39111."
        let started = said.lines().map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("successfully on port ")?;
            port.trim_end_matches('.').parse().ok()
        });
        driver.port = started.expect("chromedriver says on which port it listens");
        driver
    }

    /// `http://127.0.0.1:port`.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
