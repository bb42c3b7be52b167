//! Static files, compiled into the binary. They are served under names that carry their hash, so that a browser keeps them
//! for a year and still never shows an old one.

use std::collections::HashMap;
use std::io::Write;
use std::sync::OnceLock;

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use flate2::{Compression, write::GzEncoder};
use rust_embed::RustEmbed;

use crate::store::trail::sha256;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Embedded;

/// One file as it is served.
struct File {
    kind: &'static str,
    plain: web::Bytes,
    gzip: Option<web::Bytes>,
}

struct Files {
    by_path: HashMap<String, File>,
    style: String,
    script: String,
    icons: String,
    favicon: String,
}

fn files() -> &'static Files {
    static FILES: OnceLock<Files> = OnceLock::new();
    FILES.get_or_init(|| {
        let mut by_path = HashMap::new();
        let mut keep = |name: &str, ending: &str, kind: &'static str, bytes: Vec<u8>| {
            let hash = sha256(&String::from_utf8_lossy(&bytes));
            let path = format!("/static/{name}.{}.{ending}", hash.get(..12).unwrap_or_default());
            let gzip = squeeze(&bytes).filter(|gzip| gzip.len() < bytes.len()).map(web::Bytes::from);
            by_path.insert(path.clone(), File { kind, plain: bytes.into(), gzip });
            path
        };
        let all = |folder: &str, ending: &str| {
            let mut names: Vec<_> =
                Embedded::iter().filter(|name| name.starts_with(folder) && name.ends_with(ending)).collect();
            names.sort();
            names.iter().filter_map(|name| Embedded::get(name)).flat_map(|file| file.data.to_vec()).collect::<Vec<u8>>()
        };
        let style = keep("shuguang", "css", "text/css; charset=utf-8", all("css/", ".css"));
        let script = keep("shuguang", "js", "text/javascript; charset=utf-8", all("js/", ".js"));
        let icons = keep("icons", "svg", "image/svg+xml", all("icons/icons", ".svg"));
        let favicon = keep("favicon", "svg", "image/svg+xml", all("icons/favicon", ".svg"));
        Files { by_path, style, script, icons, favicon }
    })
}

fn squeeze(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

/// The address of all styles.
pub fn style() -> &'static str {
    &files().style
}

/// The address of the script, which every page can do without.
pub fn script() -> &'static str {
    &files().script
}

/// The address of the icons' sprite.
pub fn icons() -> &'static str {
    &files().icons
}

/// The address of the browser tab's icon.
pub fn favicon() -> &'static str {
    &files().favicon
}

/// Answers with a static file; what is not there is 404.
pub async fn serve(request: HttpRequest) -> HttpResponse {
    let Some(file) = files().by_path.get(request.path()) else {
        return HttpResponse::NotFound().finish();
    };
    let accepts_gzip = request
        .headers()
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("gzip"));
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CONTENT_TYPE, file.kind));
    answer.insert_header((header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")));
    answer.insert_header((header::VARY, "Accept-Encoding"));
    match &file.gzip {
        Some(gzip) if accepts_gzip => answer.insert_header((header::CONTENT_ENCODING, "gzip")).body(gzip.clone()),
        _ => answer.body(file.plain.clone()),
    }
}
