//! Passwords by Argon2id, signed one-time links, and the wait after failed sign-ins.

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, PasswordHash, Version};
use diesel::prelude::*;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::clock::Moment;
use crate::error::{Complaint, Error, Result};
use crate::lang::Pair;
use crate::store::Conn;
use crate::store::schema::sign_in_failures;
use crate::store::trail::hex;

/// The fewest characters of a password.
pub const SHORTEST: usize = 10;
/// The most: longer ones only cost time.
const LONGEST: usize = 200;
/// Failures that cost nothing: people mistype.
const FREE_BY_NAME: i32 = 5;
/// The same for an address, behind which a whole office may sit.
const FREE_BY_ADDRESS: i32 = 30;
/// The longest wait, in seconds.
const LONGEST_WAIT: i64 = 15 * 60;

/// Argon2id with 19 MiB and two passes (OWASP's smallest recommendation), in the PHC string format.
fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|cause| Error::broken(cause.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The hash of a password.
pub fn hash(password: &str) -> Result<String> {
    Ok(argon2()?.hash_password(password.as_bytes()).map_err(|cause| Error::broken(cause.to_string()))?.to_string())
}

/// Whether a password is the one of this hash. Without a hash it takes as long and is wrong, so that nobody learns which
/// account names there are.
pub fn verify(password: &str, hash: Option<&str>) -> Result<bool> {
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2h1Z3VhbmctbmFtZQ$WDrXQnzvwBsjV6mUcH8IXYcVsk4pWbXmgwZYXWXS0Uc";
    let parsed = PasswordHash::new(hash.unwrap_or(NOBODY)).map_err(|cause| Error::broken(cause.to_string()))?;
    Ok(argon2()?.verify_password(password.as_bytes(), &parsed).is_ok() && hash.is_some())
}

/// What is wrong with a new password, if something is.
pub fn weakness(password: &str, about: &[&str]) -> Option<Complaint> {
    let length = password.chars().count();
    if length == 0 {
        return Some(Complaint::Required);
    }
    if length < SHORTEST {
        return Some(Complaint::Said(Pair("密码至少 10 个字符。", "A password has at least 10 characters.")));
    }
    if length > LONGEST {
        return Some(Complaint::TooLong(LONGEST));
    }
    let score = zxcvbn::zxcvbn(password, about).score();
    (score < zxcvbn::Score::Two).then_some(Complaint::Said(Pair(
        "这个密码太容易猜到，请换一个更长或更少见的。",
        "This password is easy to guess; please choose a longer or rarer one.",
    )))
}

/// The token of a link: its id and a signature that only this installation can make.
pub fn token(secret: &str, link: &str) -> Result<String> {
    Ok(format!("{link}.{}", signature(secret, link)?))
}

/// The id of the link of a token, if this installation signed it.
pub fn link_of<'a>(secret: &str, token: &'a str) -> Result<Option<&'a str>> {
    let Some((link, signed)) = token.split_once('.') else { return Ok(None) };
    Ok((signature(secret, link)? == signed).then_some(link))
}

fn signature(secret: &str, link: &str) -> Result<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes())?;
    mac.update(b"one-time link ");
    mac.update(link.as_bytes());
    Ok(hex(&mac.finalize().into_bytes()))
}

/// Seconds that whoever fails so often has to wait after the last time.
fn wait(failures: i32, free: i32) -> i64 {
    match failures - free {
        ..=0 => 0,
        over => 2_i64.saturating_pow(over.unsigned_abs().min(20)).min(LONGEST_WAIT),
    }
}

fn subjects(username: &str, peer: &str) -> [(String, i32); 2] {
    let username: String = username.chars().take(60).collect();
    [(format!("name:{username}"), FREE_BY_NAME), (format!("address:{peer}"), FREE_BY_ADDRESS)]
}

/// Seconds that this name and address still have to wait before the next try; 0: none.
pub fn still_to_wait(conn: &mut Conn, username: &str, peer: &str, now: Moment) -> QueryResult<i64> {
    let mut longest = 0;
    for (subject, free) in subjects(username, peer) {
        let found: Option<(i32, Moment)> = sign_in_failures::table
            .find(&subject)
            .select((sign_in_failures::failures, sign_in_failures::last_at))
            .first(conn)
            .optional()?;
        if let Some((failures, last)) = found {
            longest = longest.max(wait(failures, free) - (now - last).num_seconds());
        }
    }
    Ok(longest)
}

/// Notes a failed try. An hour without one begins the count anew.
pub fn failed(conn: &mut Conn, username: &str, peer: &str, now: Moment) -> QueryResult<()> {
    let long_ago = now - chrono::Duration::hours(1);
    diesel::delete(sign_in_failures::table.filter(sign_in_failures::last_at.lt(long_ago))).execute(conn)?;
    for (subject, _) in subjects(username, peer) {
        diesel::insert_into(sign_in_failures::table)
            .values((
                sign_in_failures::subject.eq(&subject),
                sign_in_failures::failures.eq(1),
                sign_in_failures::last_at.eq(now),
            ))
            .on_conflict(sign_in_failures::subject)
            .do_update()
            .set((sign_in_failures::failures.eq(sign_in_failures::failures + 1), sign_in_failures::last_at.eq(now)))
            .execute(conn)?;
    }
    Ok(())
}

/// Forgets the failures of a name that has signed in.
pub fn succeeded(conn: &mut Conn, username: &str) -> QueryResult<()> {
    let [(subject, _), _] = subjects(username, "");
    diesel::delete(sign_in_failures::table.find(subject)).execute(conn)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_again_and_another_is_not() {
        let hashed = hash("correct horse 曙光").unwrap();
        assert!(hashed.starts_with("$argon2id$"));
        assert!(verify("correct horse 曙光", Some(&hashed)).unwrap());
        assert!(!verify("wrong", Some(&hashed)).unwrap());
        assert!(!verify("anything", None).unwrap());
    }

    #[test]
    fn weak_passwords_are_refused() {
        for weak in ["", "short", "password12", "1234567890", "liwei12345"] {
            assert!(weakness(weak, &["liwei"]).is_some(), "{weak}");
        }
        assert_eq!(weakness("曙光行动计划从今天开始", &[]), None);
    }

    #[test]
    fn the_wait_doubles_and_ends_at_a_quarter_of_an_hour() {
        for (failures, seconds) in [(0, 0), (5, 0), (6, 2), (7, 4), (10, 32), (20, 900), (i32::MAX, 900)] {
            assert_eq!(wait(failures, FREE_BY_NAME), seconds, "{failures}");
        }
    }

    #[test]
    fn a_link_of_another_installation_is_none() {
        let token = token("secret one", "some-link").unwrap();
        assert_eq!(link_of("secret one", &token).unwrap(), Some("some-link"));
        assert_eq!(link_of("secret two", &token).unwrap(), None);
        assert_eq!(link_of("secret one", "some-link.0000").unwrap(), None);
        assert_eq!(link_of("secret one", "nonsense").unwrap(), None);
    }
}
