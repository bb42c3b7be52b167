//! What was typed: the fields of a form or of an address, in the order sent, whatever they are.

use actix_session::SessionExt;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use std::future::Future;
use std::pin::Pin;

use super::session::PERSON;
use super::trouble::Plain;

/// The most bytes of a form before sign-in.
pub const DOOR_LIMIT: usize = 16 * 1024;
/// The most bytes of a form once signed in: a field of a megabyte still comes back as it was typed, percent signs and all.
pub const LIMIT: usize = 4 * 1024 * 1024;

/// Names and values as sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// Reads `name=value&…`; what is no valid text is replaced, never refused.
    pub fn parse(text: &[u8]) -> Fields {
        Fields(form_urlencoded::parse(text).into_owned().collect())
    }

    /// One by one.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Fields {
        self.0.push((name.to_owned(), value.into()));
        self
    }

    /// The first value of a name; empty if there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Every value of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether the name was sent at all, as a ticked box is.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// Everything that somebody filled in, numbers and days too: not what our pages send along unseen, no ids, no secrets.
    pub fn written(&self) -> Vec<String> {
        const OURS: [&str; 21] = [
            "was",
            "once",
            "digest",
            "version",
            "seen",
            "seen_version",
            "plan_version",
            "move",
            "subject",
            "plan",
            "then",
            "next",
            "back",
            "lang",
            "project",
            "password",
            "again",
            "current",
            // What was chosen from a list says nothing by its code.
            "verdict",
            "person",
            "holder",
        ];
        let id = |value: &str| uuid::Uuid::try_parse(value.trim()).is_ok();
        // A proposal's number is sent along; what somebody proposes is typed.
        let numbered = |name: &str, value: &str| name == "proposal" && value.trim().starts_with("TA-");
        let by_hand = |value: &str| !value.trim().is_empty() && !id(value);
        let typed = |name: &str, value: &str| !OURS.contains(&name) && by_hand(value) && !numbered(name, value);
        let fields = self.0.iter().filter(|(name, value)| typed(name, value));
        fields.map(|(_, value)| value.clone()).collect()
    }

    /// `name=value&…`, without empty values.
    pub fn to_query(&self) -> String {
        let mut text = form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.0.iter().filter(|(_, value)| !value.is_empty()) {
            text.append_pair(name, value);
        }
        text.finish()
    }

    /// The same with one name set anew; an empty value takes it out.
    pub fn set(&self, name: &str, value: &str) -> Fields {
        let mut fields: Vec<_> = self.0.iter().filter(|(key, _)| key != name).cloned().collect();
        if !value.is_empty() {
            fields.push((name.to_owned(), value.to_owned()));
        }
        Fields(fields)
    }
}

impl FromRequest for Fields {
    type Error = Plain;
    type Future = Pin<Box<dyn Future<Output = Result<Fields, Plain>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let signed_in = request.get_session().contains_key(PERSON);
        let limit = if signed_in { LIMIT } else { DOOR_LIMIT };
        let declared = request
            .headers()
            .get("content-length")
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.parse::<usize>().ok());
        let kind = request.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or("");
        let is_form = kind.is_empty() || kind.starts_with("application/x-www-form-urlencoded");
        let body = web::Payload::from_request(request, payload);
        Box::pin(async move {
            if declared.is_some_and(|length| length > limit) {
                return Err(Plain(StatusCode::PAYLOAD_TOO_LARGE));
            }
            if !is_form {
                return Err(Plain(StatusCode::UNSUPPORTED_MEDIA_TYPE));
            }
            let body = body.await.map_err(|_| Plain(StatusCode::BAD_REQUEST))?;
            match body.to_bytes_limited(limit).await {
                Ok(Ok(bytes)) => Ok(Fields::parse(&bytes)),
                Ok(Err(_)) => Err(Plain(StatusCode::BAD_REQUEST)),
                Err(_) => Err(Plain(StatusCode::PAYLOAD_TOO_LARGE)),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_sent_can_be_read() {
        for text in [&b""[..], b"a", b"=&==&", b"a=%zz&b=%ff%fe", b"a=1&a=2", b"%00=%00"] {
            let _ = Fields::parse(text);
        }
        assert_eq!(Fields::parse(b"a=1&a=2").get("a"), "1");
        assert_eq!(Fields::parse(b"a=1&a=2").all("a").count(), 2);
    }

    #[test]
    fn what_was_filled_in_is_told_from_what_pages_send_along_and_from_secrets() {
        let fields = Fields::default()
            .with("reason", "再议")
            .with("comment", "not now")
            .with("result", "cancelled")
            .with("on", "2026-11-23")
            .with("amount", "3500")
            .with("version", "3")
            .with("move", "revoke")
            .with("subject", "0193a5b0-7e1c-7c3e-8f00-1234567890ab")
            .with("was", "reason=x")
            .with("password", "曙光行动")
            .with("condition", " ")
            .with("proposal", "TA-2026-001")
            .with("proposal", "先付三成。");
        assert_eq!(fields.written(), ["再议", "not now", "cancelled", "2026-11-23", "3500", "先付三成。"]);
    }

    #[test]
    fn a_filter_can_be_set_and_taken_out() {
        let fields = Fields::parse(b"stage=planning&q=");
        assert_eq!(fields.set("page", "2").to_query(), "stage=planning&page=2");
        assert_eq!(fields.set("stage", "").to_query(), "");
    }
}
