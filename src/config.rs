//! Settings from the environment: typed, and all mistakes reported at once, before anything starts.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::clock::Zone;

mod post;
pub use post::{Post, Robot, Secret};

/// How this installation runs.
#[derive(Clone, Debug)]
pub struct Config {
    /// `SHUGUANG_LISTEN`: address and port.
    pub listen: SocketAddr,
    /// `SHUGUANG_DATABASE`: a file, or a `postgres://` address in a build with that feature.
    pub database: String,
    /// `SHUGUANG_FILES`: the folder of attachments.
    pub files: PathBuf,
    /// `SHUGUANG_SECRET`: signs the session cookies; none: a file beside the database.
    pub secret: Option<String>,
    /// `SHUGUANG_TIMEZONE`: the office's, an IANA name.
    pub zone: Zone,
    /// `SHUGUANG_PUBLIC_URL`: the address under which people reach the program, without a slash at the end.
    pub public_url: Option<String>,
    /// `SHUGUANG_SMTP` and the rest: by which ways something goes out of the house.
    pub post: Post,
    /// `SHUGUANG_LOG`: a level or a filter such as `info` or `shuguang=debug`.
    pub log: String,
}

/// The settings there are.
const NAMES: [&str; 16] = [
    "SHUGUANG_LISTEN",
    "SHUGUANG_DATABASE",
    "SHUGUANG_FILES",
    "SHUGUANG_SECRET",
    "SHUGUANG_TIMEZONE",
    "SHUGUANG_PUBLIC_URL",
    "SHUGUANG_TLS_CERT",
    "SHUGUANG_TLS_KEY",
    "SHUGUANG_LOG",
    "SHUGUANG_SMTP",
    "SHUGUANG_MAIL_FROM",
    "SHUGUANG_WECOM",
    "SHUGUANG_DINGTALK",
    "SHUGUANG_DINGTALK_SECRET",
    "SHUGUANG_FEISHU",
    "SHUGUANG_FEISHU_SECRET",
];

/// A sentence for each name that looks like a setting and is none; those of the tests are passed over.
fn unknown(names: impl Iterator<Item = String>) -> Vec<String> {
    let ours = |name: &String| name.starts_with("SHUGUANG_") && !name.starts_with("SHUGUANG_TEST_");
    let unknown = names.filter(ours).filter(|name| !NAMES.contains(&name.as_str()));
    unknown.map(|name| format!("{name} is no setting; there are {}", NAMES.join(", "))).collect()
}

/// The shortest secret that is accepted, in bytes.
pub const SECRET_BYTES: usize = 32;

impl Config {
    /// Reads the settings by a function that knows the environment; every mistake is a sentence.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Result<Config, Vec<String>> {
        let mut mistakes = Vec::new();
        let get = |name: &str| get(name).filter(|value| !value.trim().is_empty());

        let listen = get("SHUGUANG_LISTEN").unwrap_or_else(|| "127.0.0.1:8080".into());
        let listen = listen.trim().parse().unwrap_or_else(|_| {
            mistakes.push(format!(
                "SHUGUANG_LISTEN is {listen:?}; it must be an IP address and a port, such as 127.0.0.1:8080 or 0.0.0.0:8080"
            ));
            SocketAddr::from(([127, 0, 0, 1], 8080))
        });

        let database = get("SHUGUANG_DATABASE").unwrap_or_else(|| "data/shuguang.db".into());
        let postgres = database.starts_with("postgres://") || database.starts_with("postgresql://");
        if postgres != cfg!(feature = "postgres") {
            mistakes.push(if postgres {
                "SHUGUANG_DATABASE is a postgres:// address, but this build keeps its data in SQLite; give a file, or build with \
                 `cargo build --release --features postgres`"
                    .into()
            } else {
                "SHUGUANG_DATABASE must be a postgres:// address: this build keeps its data in PostgreSQL".into()
            });
        } else if !postgres && database.contains("://") {
            mistakes.push(format!("SHUGUANG_DATABASE is {database:?}; it must be a file, such as data/shuguang.db"));
        }

        let zone = get("SHUGUANG_TIMEZONE").unwrap_or_else(|| "Asia/Shanghai".into());
        let zone = zone.trim().parse().map(Zone).unwrap_or_else(|_| {
            mistakes.push(format!("SHUGUANG_TIMEZONE is {zone:?}; it must be an IANA name, such as Asia/Shanghai"));
            Zone::SHANGHAI
        });

        let public_url = get("SHUGUANG_PUBLIC_URL").map(|url| url.trim().trim_end_matches('/').to_owned());
        if let Some(url) = &public_url
            && !(url.starts_with("http://") || url.starts_with("https://"))
        {
            mistakes.push(format!("SHUGUANG_PUBLIC_URL is {url:?}; it must begin with http:// or https://"));
        }

        let secret = get("SHUGUANG_SECRET");
        if let Some(secret) = &secret
            && secret.len() < SECRET_BYTES
        {
            mistakes.push(format!(
                "SHUGUANG_SECRET has {} bytes; it must have at least {SECRET_BYTES}, or be left out: one is then made beside the database",
                secret.len()
            ));
        }

        for name in ["SHUGUANG_TLS_CERT", "SHUGUANG_TLS_KEY"] {
            if get(name).is_some() {
                mistakes.push(format!(
                    "{name} is set, but this build serves plain HTTP; leave it out and put a TLS proxy in front"
                ));
            }
        }

        let log = get("SHUGUANG_LOG").unwrap_or_else(|| "info".into());
        if let Err(cause) = tracing_subscriber::EnvFilter::try_new(&log) {
            mistakes.push(format!("SHUGUANG_LOG is {log:?}; it must be a level such as info or debug ({cause})"));
        }

        let post = Post::read(get, &mut mistakes);
        let files = PathBuf::from(get("SHUGUANG_FILES").unwrap_or_else(|| "data/files".into()));
        if mistakes.is_empty() {
            Ok(Config { listen, database, files, secret, zone, public_url, post, log })
        } else {
            Err(mistakes)
        }
    }

    /// The settings of this process; a name that is none of ours is a mistake too, for it is a misspelt one.
    pub fn from_environment() -> Result<Config, Vec<String>> {
        let unknown = unknown(std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()));
        match Config::read(|name| std::env::var(name).ok()) {
            Ok(config) if unknown.is_empty() => Ok(config),
            Ok(_) => Err(unknown),
            Err(mistakes) => Err(mistakes.into_iter().chain(unknown).collect()),
        }
    }

    /// Whether people reach the program by https, so that cookies may insist on it.
    pub fn is_secure(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, Vec<String>> {
        Config::read(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn a_misspelt_setting_is_a_mistake() {
        let names = ["PATH", "SHUGUANG_LISTEN", "SHUGUANG_TEST_POSTGRES", "SHUGUANG_DATABSE"].map(str::to_owned);
        let told = unknown(names.into_iter());
        assert_eq!(told.len(), 1);
        assert!(told[0].starts_with("SHUGUANG_DATABSE is no setting"));
    }

    #[test]
    #[cfg(not(feature = "postgres"))]
    fn without_settings_the_defaults_hold() {
        let config = read(&[]).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.database, "data/shuguang.db");
        assert_eq!(config.zone, Zone::SHANGHAI);
        assert!(!config.is_secure());
    }

    #[test]
    #[cfg(not(feature = "postgres"))]
    fn all_mistakes_are_told_at_once() {
        let mistakes = read(&[
            ("SHUGUANG_LISTEN", "eight"),
            ("SHUGUANG_DATABASE", "postgres://x"),
            ("SHUGUANG_TIMEZONE", "Peking"),
            ("SHUGUANG_PUBLIC_URL", "intranet"),
            ("SHUGUANG_SECRET", "short"),
        ])
        .unwrap_err();
        assert_eq!(mistakes.len(), 5, "{mistakes:#?}");
    }
}
