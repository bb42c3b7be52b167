//! By which ways something goes out of the house: a mail server, and the robots of chat groups. What opens them is never shown.

use std::time::Duration;

use lettre::SmtpTransport;
use lettre::message::Mailbox;

/// How long one delivery may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Something that is used and never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps it.
    pub fn of(text: &str) -> Secret {
        Secret(text.to_owned())
    }

    /// The thing itself, for whoever uses it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The robot of a group: its address, which holds a key, and the secret by which it is signed to, where it asks for one.
#[derive(Clone, Debug)]
pub struct Robot {
    pub url: Secret,
    pub secret: Option<Secret>,
}

/// Every way that is set.
#[derive(Clone, Debug)]
pub struct Post {
    /// `smtps://user:password@host:465`, or `smtp://…` with `?tls=required`; and who the mail is from.
    pub mail: Option<(Secret, Mailbox)>,
    pub wecom: Option<Robot>,
    pub dingtalk: Option<Robot>,
    pub feishu: Option<Robot>,
    /// How long one delivery may take.
    pub patience: Duration,
}

impl Default for Post {
    fn default() -> Post {
        Post { mail: None, wecom: None, dingtalk: None, feishu: None, patience: PATIENCE }
    }
}

impl Post {
    /// Reads the settings; what is wrong is told without what they hold.
    pub fn read(get: impl Fn(&str) -> Option<String>, mistakes: &mut Vec<String>) -> Post {
        let get = |name: &str| get(name).map(|value| value.trim().to_owned());
        let mut robot = |name: &str, secret: Option<&str>| {
            let secret = secret.and_then(|name| get(name).map(|value| (name, value)));
            match (get(name), secret) {
                (None, None) => None,
                (None, Some((secret, _))) => {
                    mistakes.push(format!("{secret} is set, but {name} is not; it is the robot's address"));
                    None
                }
                (Some(url), secret) => {
                    if !(url.starts_with("https://") || url.starts_with("http://")) {
                        mistakes.push(format!("{name} must be the robot's address, beginning with https://"));
                    }
                    Some(Robot { url: Secret(url), secret: secret.map(|it| Secret(it.1)) })
                }
            }
        };
        let wecom = robot("SHUGUANG_WECOM", None);
        let dingtalk = robot("SHUGUANG_DINGTALK", Some("SHUGUANG_DINGTALK_SECRET"));
        let feishu = robot("SHUGUANG_FEISHU", Some("SHUGUANG_FEISHU_SECRET"));
        let mail = Post::mail(get("SHUGUANG_SMTP"), get("SHUGUANG_MAIL_FROM"), mistakes);
        Post { mail, wecom, dingtalk, feishu, patience: PATIENCE }
    }

    fn mail(smtp: Option<String>, from: Option<String>, mistakes: &mut Vec<String>) -> Option<(Secret, Mailbox)> {
        if smtp.as_ref().is_some_and(|url| !url.starts_with("smtp") || SmtpTransport::from_url(url).is_err()) {
            mistakes.push(
                "SHUGUANG_SMTP must be like smtps://user:password@mail.example.com:465, or smtp://user:password@mail.example.com:587?tls=required; \
                 signs such as @ or : in the password are written as %40 or %3A"
                    .into(),
            );
        }
        let sender = from.as_ref().map(|from| from.parse::<Mailbox>());
        if let (Some(from), Some(Err(_))) = (&from, &sender) {
            mistakes.push(format!(
                "SHUGUANG_MAIL_FROM is {from:?}; it must be an address, such as Shuguang <shuguang@example.com>"
            ));
        }
        match (smtp, sender) {
            (Some(url), Some(Ok(from))) => Some((Secret(url), from)),
            (Some(_), None) => {
                mistakes.push("SHUGUANG_SMTP is set, but SHUGUANG_MAIL_FROM is not; it says who the mail is from".into());
                None
            }
            (None, Some(_)) => {
                mistakes
                    .push("SHUGUANG_MAIL_FROM is set, but SHUGUANG_SMTP is not; it says which server takes the mail".into());
                None
            }
            _ => None,
        }
    }

    /// The mail server without what opens it: `mail.example.com:465`.
    pub fn mail_host(&self) -> Option<&str> {
        self.mail.as_ref().map(|(url, _)| host(url.reveal()))
    }

    /// The domain that mail is written from.
    pub fn mail_domain(&self) -> Option<&str> {
        self.mail.as_ref().map(|(_, from)| from.email.domain())
    }
}

/// The host and port of an address, without account, password, path and key.
pub fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |it| it.1);
    let rest = rest.split(['/', '?']).next().unwrap_or_default();
    rest.rsplit_once('@').map_or(rest, |it| it.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (Post, Vec<String>) {
        let mut mistakes = Vec::new();
        let post = Post::read(|name| pairs.iter().find(|it| it.0 == name).map(|it| it.1.to_owned()), &mut mistakes);
        (post, mistakes)
    }

    #[test]
    fn what_is_set_is_in_force_and_its_secrets_are_never_shown() {
        let (post, mistakes) = read(&[
            ("SHUGUANG_SMTP", "smtps://kit%40x.com:geheim@mail.x.com:465"),
            ("SHUGUANG_MAIL_FROM", "曙光 <shuguang@x.com>"),
            ("SHUGUANG_DINGTALK", "https://oapi.dingtalk.com/robot/send?access_token=schluessel"),
            ("SHUGUANG_DINGTALK_SECRET", "SECgeheim"),
        ]);
        assert_eq!(mistakes, Vec::<String>::new());
        assert_eq!(post.mail_host(), Some("mail.x.com:465"));
        let shown = format!("{post:?}");
        assert!(!shown.contains("geheim") && !shown.contains("schluessel"), "{shown}");
    }

    #[test]
    fn each_mistake_is_a_sentence_without_the_secret() {
        let (_, mistakes) = read(&[
            ("SHUGUANG_SMTP", "mail.x.com:geheim"),
            ("SHUGUANG_WECOM", "qyapi geheim"),
            ("SHUGUANG_FEISHU_SECRET", "geheim"),
            ("SHUGUANG_MAIL_FROM", "nobody"),
        ]);
        assert_eq!(mistakes.len(), 4, "{mistakes:#?}");
        assert!(mistakes.iter().all(|it| !it.contains("geheim")), "{mistakes:#?}");
    }
}
