//! Forms with files (`multipart/form-data`): the fields as in any form, and the files in memory, read piece by piece so that a
//! limit ends the reading where it is passed. A form without files may come in the ordinary way too.

use std::future::Future;
use std::pin::Pin;

use actix_multipart::{Field, Multipart};
use actix_session::SessionExt;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, dev::Payload};
use futures_util::StreamExt;
use sha2::{Digest, Sha256};

use super::fields::{DOOR_LIMIT, Fields, LIMIT};
use super::session::PERSON;
use super::trouble::Plain;
use crate::store::trail::hex;

/// The most bytes of one file.
pub const FILE_LIMIT: usize = 20 * 1024 * 1024;
/// The most files at once.
pub const FILES: usize = 10;
/// The most bytes of all files of one form together.
pub const FILES_LIMIT: usize = 64 * 1024 * 1024;
/// The most fields: a form of ours has a few hundred at most.
const FIELDS: usize = 5_000;
/// The most characters of a file's name that are kept.
const NAME: usize = 120;

/// A file that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The form's field.
    pub field: String,
    /// Its name as its owner knows it, without folders and odd characters.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Why a file was not kept that came along with something written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    TooLarge,
    TooMany,
}

/// The names of the files that came along, for the page of the form if it comes back: they have to be chosen again.
pub const CHOSEN: &str = "chosen";
/// What is in them: the same words with another file are another form.
pub const DIGEST: &str = "digest";

/// Something written, and the files that came along. A file that is too large, or one too many, is named and not kept, so that what
/// was written comes back in its form; the files of a form that comes back have to be chosen again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    pub fields: Fields,
    pub files: Vec<File>,
    pub left_out: Vec<(String, LeftOut)>,
}

impl Letter {
    fn of((upload, left_out): (Upload, Vec<(String, LeftOut)>)) -> Letter {
        let Upload { fields, files } = upload;
        let names = files.iter().map(|it| &it.name).chain(left_out.iter().map(|it| &it.0));
        let fields = names.fold(fields.set(CHOSEN, "").set(DIGEST, ""), |all, it| all.with(CHOSEN, it));
        let fields = files.iter().fold(fields, |all, it| all.with(DIGEST, hex(&Sha256::digest(&it.bytes))));
        Letter { fields, files, left_out }
    }
}

/// What was typed and what was sent along. `upload.fields` goes to [`Ctx::submit`](super::Ctx::submit) as in any form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Upload {
    pub fields: Fields,
    pub files: Vec<File>,
}

impl Upload {
    /// The first file of a field, if one was chosen.
    pub fn file(&self, field: &str) -> Option<&File> {
        self.files.iter().find(|it| it.field == field)
    }

    async fn read(form: Multipart, limit: usize) -> Result<Upload, Plain> {
        Ok(Upload::sift(form, limit, false).await?.0)
    }

    /// Reads a form. What is too large ends the reading; or, with patience, such a file and one too many are read past and named.
    async fn sift(mut form: Multipart, limit: usize, patient: bool) -> Result<(Upload, Vec<(String, LeftOut)>), Plain> {
        let mut upload = Upload::default();
        let mut left_out = Vec::new();
        let (mut typed, mut sent) = (0, 0);
        while let Some(field) = form.next().await {
            let mut field = field.map_err(|_| Plain(StatusCode::BAD_REQUEST))?;
            let name = field.name().unwrap_or_default().to_owned();
            let file = field.content_disposition().and_then(|it| it.get_filename()).map(base_name);
            match file {
                None => {
                    let most = limit.min(LIMIT).saturating_sub(typed);
                    let (bytes, length) = part(&mut field, most, most).await?;
                    typed += length + name.len();
                    upload.fields.0.push((name, String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned()));
                }
                Some(file) => {
                    let (one, all) = (limit.min(FILE_LIMIT), limit.min(FILES_LIMIT - sent));
                    let (bytes, length) = part(&mut field, one.min(all), if patient { all } else { one.min(all) }).await?;
                    sent += length;
                    match bytes {
                        // A browser sends an empty file without a name where none was chosen.
                        Some(_) if file.is_empty() && length == 0 => {}
                        Some(_) if patient && upload.files.len() == FILES => left_out.push((file, LeftOut::TooMany)),
                        Some(bytes) => upload.files.push(File { field: name, name: file, bytes }),
                        None => left_out.push((file, LeftOut::TooLarge)),
                    }
                }
            }
            let many = upload.files.len() > FILES || upload.fields.0.len() + left_out.len() > FIELDS;
            if many || typed > LIMIT {
                return Err(Plain(StatusCode::PAYLOAD_TOO_LARGE));
            }
        }
        Ok((upload, left_out))
    }
}

/// One field's bytes and how many they are; none where they are more than the limit. More than `most` end the reading.
async fn part(field: &mut Field, limit: usize, most: usize) -> Result<(Option<Vec<u8>>, usize), Plain> {
    let (mut bytes, mut length) = (Vec::new(), 0);
    while let Some(piece) = field.next().await {
        let piece = piece.map_err(|_| Plain(StatusCode::BAD_REQUEST))?;
        length += piece.len();
        if length > most {
            return Err(Plain(StatusCode::PAYLOAD_TOO_LARGE));
        }
        match length > limit {
            true => bytes = Vec::new(),
            false => bytes.extend_from_slice(&piece),
        }
    }
    Ok(((length <= limit).then_some(bytes), length))
}

/// A file's name without the folders that some browsers send, and without what would mislead a reader.
fn base_name(sent: &str) -> String {
    let name = sent.rsplit(['/', '\\']).next().unwrap_or("");
    let odd = |it: char| it.is_control() || matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let name: String = name.chars().filter(|it| !odd(*it)).collect();
    let name = name.trim();
    match name.char_indices().nth(NAME) {
        None => name.to_owned(),
        // The ending says what it is: it stays.
        Some(_) => {
            let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
            let ending: String = ending.chars().take(10).collect();
            let stem: String = name.chars().take(NAME - 11).collect();
            format!("{stem}.{ending}")
        }
    }
}

impl FromRequest for Upload {
    type Error = Plain;
    type Future = Pin<Box<dyn Future<Output = Result<Upload, Plain>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let sifted = sifted(request, payload, false);
        Box::pin(async move { Ok(sifted.await?.0) })
    }
}

impl FromRequest for Letter {
    type Error = Plain;
    type Future = Pin<Box<dyn Future<Output = Result<Letter, Plain>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let sifted = sifted(request, payload, true);
        Box::pin(async move { Ok(Letter::of(sifted.await?)) })
    }
}

/// What a form brings, and which files were left out of it.
type Sifted = Pin<Box<dyn Future<Output = Result<(Upload, Vec<(String, LeftOut)>), Plain>>>>;

/// Reads the form of a request.
fn sifted(request: &HttpRequest, payload: &mut Payload, patient: bool) -> Sifted {
    let signed_in = request.get_session().contains_key(PERSON);
    let limit = if signed_in { FILES_LIMIT + LIMIT } else { DOOR_LIMIT };
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let declared = header("content-length").and_then(|value| value.parse::<usize>().ok());
    if !header("content-type").is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data")) {
        let fields = Fields::from_request(request, payload);
        return Box::pin(async move { Ok((Upload { fields: fields.await?, files: Vec::new() }, Vec::new())) });
    }
    let form = Multipart::from_request(request, payload);
    Box::pin(async move {
        if declared.is_some_and(|length| length > limit) {
            return Err(Plain(StatusCode::PAYLOAD_TOO_LARGE));
        }
        let form = form.await.map_err(|_| Plain(StatusCode::BAD_REQUEST))?;
        match patient {
            true => Upload::sift(form, limit, true).await,
            false => Ok((Upload::read(form, limit).await?, Vec::new())),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    const LINE: &str = "----line";

    fn form(parts: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
        let mut body = Vec::new();
        for (name, file, bytes) in parts {
            let file = file.map_or(String::new(), |file| format!("; filename=\"{file}\""));
            let head = format!("--{LINE}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n");
            body.extend_from_slice(head.as_bytes());
            if !file.is_empty() {
                body.extend_from_slice(b"Content-Type: application/octet-stream\r\n");
            }
            body.extend_from_slice(b"\r\n");
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{LINE}--\r\n").as_bytes());
        body
    }

    async fn sent(kind: &str, body: Vec<u8>, limit: usize) -> Result<Upload, StatusCode> {
        let (request, mut payload) =
            TestRequest::post().insert_header(("content-type", kind)).set_payload(body).to_http_parts();
        let form = Multipart::from_request(&request, &mut payload).await.map_err(|_| StatusCode::BAD_REQUEST)?;
        Upload::read(form, limit).await.map_err(|Plain(status)| status)
    }

    fn kind() -> String {
        format!("multipart/form-data; boundary={LINE}")
    }

    #[actix_web::test]
    async fn fields_and_files_come_as_they_were_sent() {
        let parts: [(&str, Option<&str>, &[u8]); 5] = [
            ("note", None, "第一\r\n第二".as_bytes()),
            ("note", None, b""),
            ("file", Some("资料/客户 名单.xlsx"), b"PK\x03\x04\0\r\n--"),
            ("file", Some(""), b""),
            ("empty", Some("空.csv"), b""),
        ];
        let upload = sent(&kind(), form(&parts), FILES_LIMIT).await.unwrap();
        assert_eq!(upload.fields.all("note").collect::<Vec<_>>(), ["第一\r\n第二", ""]);
        let file =
            |name: &str, bytes: &[u8], field: &str| File { field: field.into(), name: name.into(), bytes: bytes.to_vec() };
        assert_eq!(upload.files, [file("客户 名单.xlsx", b"PK\x03\x04\0\r\n--", "file"), file("空.csv", b"", "empty")]);
    }

    #[actix_web::test]
    async fn whatever_is_broken_is_a_bad_request_and_whatever_is_too_large_is_said_to_be() {
        let good = form(&[("a", None, b"1"), ("f", Some("f.csv"), b"12345")]);
        for end in 0..good.len() - 4 {
            let answer = sent(&kind(), good[..end].to_vec(), FILES_LIMIT).await;
            assert!(answer.is_err(), "{end}: {answer:?}");
        }
        for wrong in ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=other"] {
            assert_eq!(sent(wrong, good.clone(), FILES_LIMIT).await, Err(StatusCode::BAD_REQUEST), "{wrong}");
        }
        let large = vec![b'x'; FILE_LIMIT + 1];
        let too_large = Err(StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(sent(&kind(), form(&[("f", Some("f"), &large)]), FILES_LIMIT).await, too_large);
        assert_eq!(sent(&kind(), form(&[("f", Some("f"), &large[..DOOR_LIMIT + 1])]), DOOR_LIMIT).await, too_large);
        assert_eq!(sent(&kind(), form(&[("f", None, &large[..LIMIT + 1])]), FILES_LIMIT).await, too_large);
        assert_eq!(sent(&kind(), form(&[("f", Some("f"), &b"1"[..]); FILES + 1]), FILES_LIMIT).await, too_large);
    }

    #[actix_web::test]
    async fn what_is_written_comes_whole_with_the_names_of_the_files_that_are_too_large_or_too_many() {
        let large = vec![b'x'; FILE_LIMIT + 1];
        let mut parts: Vec<(&str, Option<&str>, &[u8])> =
            vec![("chosen", None, b"forged"), ("file", Some("大.pdf"), &large), ("file", Some(""), b"")];
        let names: Vec<String> = (0..=FILES).map(|it| format!("{it}.txt")).collect();
        parts.extend(names.iter().map(|it| ("file", Some(it.as_str()), it.as_bytes())));
        parts.push(("note", None, "写了很久".as_bytes()));
        let letter = async |body: Vec<u8>, limit: usize| {
            let (request, mut payload) =
                TestRequest::post().insert_header(("content-type", kind())).set_payload(body).to_http_parts();
            let form = Multipart::from_request(&request, &mut payload).await.map_err(|_| StatusCode::BAD_REQUEST)?;
            Upload::sift(form, limit, true).await.map(Letter::of).map_err(|Plain(status)| status)
        };
        let it = letter(form(&parts), FILES_LIMIT).await.unwrap();
        assert_eq!((it.fields.get("note"), it.files.len()), ("写了很久", FILES));
        assert_eq!(it.left_out, [("大.pdf".into(), LeftOut::TooLarge), ("10.txt".into(), LeftOut::TooMany)]);
        assert_eq!(it.fields.all(CHOSEN).collect::<Vec<_>>().join(" "), format!("{} 大.pdf 10.txt", names[..FILES].join(" ")));
        let digests: std::collections::BTreeSet<_> = it.fields.all(DIGEST).collect();
        assert_eq!(digests.len(), FILES, "each file is told by what is in it");
        // What is too large altogether is not read to its end.
        assert_eq!(letter(form(&parts), DOOR_LIMIT).await, Err(StatusCode::PAYLOAD_TOO_LARGE));
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let name = base_name(&format!("{}.xlsx", "长".repeat(300)));
        assert!(name.chars().count() <= NAME && name.ends_with(".xlsx"), "{name}");
        assert_eq!(base_name("../../etc/passwd"), "passwd");
        assert_eq!(base_name("a\u{202e}xslx.exe\n"), "axslx.exe");
    }
}
