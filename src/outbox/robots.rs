//! The robots of chat groups: each takes a text by its webhook, in a form of its own, and DingTalk and Feishu ask for a signature.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::model::{Channel, Letter};
use crate::clock::Moment;
use crate::config::{Post, Robot};

/// The most bytes of a text that WeCom takes; the others take more.
const BYTES: usize = 2_000;

/// What is sent to a robot: where to, and the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub url: String,
    pub body: Value,
}

/// The robot of a way.
fn robot(post: &Post, channel: Channel) -> Option<&Robot> {
    match channel {
        Channel::Mail => None,
        Channel::Wecom => post.wecom.as_ref(),
        Channel::Dingtalk => post.dingtalk.as_ref(),
        Channel::Feishu => post.feishu.as_ref(),
    }
}

fn signature(key: &str, text: &str) -> String {
    // A key of any length is one.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return String::new() };
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// A text as long as a robot takes it.
fn cut(text: &str) -> String {
    if text.len() <= BYTES {
        return text.to_owned();
    }
    let end = (0..=BYTES).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    format!("{}…", text.get(..end).unwrap_or_default())
}

/// The call that brings a text to a robot at this moment.
pub fn call(channel: Channel, robot: &Robot, text: &str, now: Moment) -> Call {
    let (url, text) = (robot.url.reveal().to_owned(), cut(text));
    let secret = robot.secret.as_ref().map(|it| it.reveal());
    match (channel, secret) {
        (Channel::Dingtalk, Some(secret)) => {
            let at = now.and_utc().timestamp_millis();
            let sign = signature(secret, &format!("{at}\n{secret}"));
            let sign: String = form_urlencoded::byte_serialize(sign.as_bytes()).collect();
            let and = if url.contains('?') { '&' } else { '?' };
            let url = format!("{url}{and}timestamp={at}&sign={sign}");
            Call { url, body: json!({"msgtype": "text", "text": {"content": text}}) }
        }
        (Channel::Feishu, secret) => {
            let mut body = json!({"msg_type": "text", "content": {"text": text}});
            if let Some(secret) = secret {
                let at = now.and_utc().timestamp().to_string();
                body["sign"] = json!(signature(&format!("{at}\n{secret}"), ""));
                body["timestamp"] = json!(at);
            }
            Call { url, body }
        }
        _ => Call { url, body: json!({"msgtype": "text", "text": {"content": text}}) },
    }
}

/// Whether a robot took it: WeCom and DingTalk say `errcode`, Feishu `code`, all with 200.
fn taken(answer: &str) -> Result<(), String> {
    let said: Value = serde_json::from_str(answer).map_err(|_| "the robot's answer is no JSON".to_owned())?;
    let code = ["errcode", "code", "StatusCode"].iter().find_map(|name| said.get(*name)).and_then(Value::as_i64);
    match code {
        Some(0) => Ok(()),
        _ => {
            let why = ["errmsg", "msg"].iter().find_map(|name| said.get(*name)).and_then(Value::as_str).unwrap_or("");
            Err(format!("the robot refused it: {} {why}", code.map_or_else(|| "no code".to_owned(), |code| code.to_string())))
        }
    }
}

/// Brings a letter to its group, or says why not.
pub fn send(post: &Post, letter: &Letter, now: Moment) -> Result<(), String> {
    let Some(robot) = robot(post, letter.channel) else { return Err("this robot is not set".into()) };
    let call = call(letter.channel, robot, &letter.body, now);
    let config = ureq::Agent::config_builder().timeout_global(Some(post.patience)).max_redirects(0);
    // What goes out of the house may have to go by the house's proxy; what stays in it does not.
    let config = if call.url.starts_with("http://") { config.proxy(None) } else { config };
    let agent: ureq::Agent = config.build().into();
    let text = call.body.to_string();
    let answer = agent.post(&call.url).header("content-type", "application/json; charset=utf-8").send(text);
    let read = answer.and_then(|mut it| it.body_mut().with_config().limit(64 * 1024).read_to_string());
    // The address holds the key.
    let answer = read.map_err(|cause| cause.to_string().replace(&call.url, "…").replace(robot.url.reveal(), "…"))?;
    taken(&answer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Secret;

    fn robot(secret: Option<&str>) -> Robot {
        Robot { url: Secret::of("https://robot.example/send?access_token=k"), secret: secret.map(Secret::of) }
    }

    fn moment() -> Moment {
        chrono::DateTime::from_timestamp_millis(1_599_360_473_123).unwrap().naive_utc()
    }

    /// Computed by the recipes that the vendors publish.
    #[test]
    fn each_robot_gets_its_own_form_and_signature() {
        let text = |call: &Call| call.body["text"]["content"].clone();
        let call_of = |channel, secret| call(channel, &robot(secret), "早报", moment());
        let wecom = call_of(Channel::Wecom, None);
        assert_eq!((wecom.url.as_str(), text(&wecom)), ("https://robot.example/send?access_token=k", json!("早报")));
        let ding = call_of(Channel::Dingtalk, Some("this is secret"));
        let sign = signature("this is secret", "1599360473123\nthis is secret");
        let encoded: String = form_urlencoded::byte_serialize(sign.as_bytes()).collect();
        assert!(ding.url.ends_with(&format!("&timestamp=1599360473123&sign={encoded}")), "{}", ding.url);
        let feishu = call_of(Channel::Feishu, Some("demo"));
        assert_eq!(feishu.body["timestamp"], json!("1599360473"));
        assert_eq!(feishu.body["sign"], json!(signature("1599360473\ndemo", "")));
        assert_eq!(feishu.body["content"]["text"], json!("早报"));
        assert_eq!(call_of(Channel::Feishu, None).body.get("sign"), None);
    }

    /// RFC 4231, test case 2.
    #[test]
    fn a_signature_is_hmac_sha256_in_base64() {
        assert_eq!(signature("Jefe", "what do ya want for nothing?"), "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=");
    }

    #[test]
    fn a_robot_says_in_its_answer_whether_it_took_it() {
        for good in [r#"{"errcode":0,"errmsg":"ok"}"#, r#"{"code":0,"msg":"success"}"#, r#"{"StatusCode":0}"#] {
            assert_eq!(taken(good), Ok(()), "{good}");
        }
        for bad in [r#"{"errcode":310000,"errmsg":"sign not match"}"#, r#"{"code":19021}"#, "{}", "<html>"] {
            assert!(taken(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let long = "长".repeat(3_000);
        assert!(cut(&long).len() <= BYTES + 3 && cut(&long).ends_with('…'));
    }
}
