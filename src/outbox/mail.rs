//! Mail, over SMTP.

use lettre::message::header::ContentType;
use lettre::{Message, SmtpTransport, Transport};

use super::model::Letter;
use crate::config::Post;

/// Hands a letter to the mail server, or says why not.
pub fn send(post: &Post, letter: &Letter) -> Result<(), String> {
    let Some((server, from)) = &post.mail else { return Err("SHUGUANG_SMTP is not set".into()) };
    let to = letter.receiver.parse().map_err(|_| "the address is none".to_owned())?;
    let message = Message::builder()
        .from(from.clone())
        .to(to)
        .subject(&letter.subject)
        // The same on every try, so that a mailbox that has it already shows it once.
        .message_id(Some(format!("<{}@shuguang>", letter.id)))
        .header(ContentType::TEXT_PLAIN)
        .body(letter.body.clone())
        .map_err(|cause| cause.to_string())?;
    let server = SmtpTransport::from_url(server.reveal()).map_err(|_| "SHUGUANG_SMTP is not right".to_owned())?;
    let server = server.timeout(Some(post.patience)).build();
    server.send(&message).map(|_| ()).map_err(|cause| cause.to_string())
}
