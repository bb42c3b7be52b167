//! What holds for every request: it comes from our own pages, it ends in time, and its answer carries the headers that keep
//! browsers strict.

use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse, ResponseError, web};

use super::ctx::{App, Cost};
use crate::clock::Stopwatch;

/// How long a request may take, its body included, unless the application says otherwise; actix-web limits only the head.
pub const PATIENCE: Duration = Duration::from_secs(30);

const HEADERS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
];

/// Puts the strict headers, and what the answer cost, on every answer, the framework's own included.
pub async fn headers(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse, actix_web::Error> {
    let watch = Stopwatch::start();
    let cost = Cost::default();
    request.extensions_mut().insert(cost.clone());
    let mut answer = next.call(request).await?.map_into_boxed_body();
    let headers = answer.headers_mut();
    for (name, value) in HEADERS {
        // A file that is handed back has a stricter policy of its own.
        if name != "content-security-policy" || !headers.contains_key(name) {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
    }
    let timing = format!("app;dur={:.3}, db;desc=\"{}\"", watch.micros() as f64 / 1000.0, cost.0.load(Ordering::Relaxed));
    if let Ok(timing) = HeaderValue::from_str(&timing) {
        headers.insert(HeaderName::from_static("server-timing"), timing);
    }
    Ok(answer)
}

/// The answer to a request that took too long: short, strict, and the end of its connection.
#[derive(Debug)]
pub struct TooSlow;

impl std::fmt::Display for TooSlow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("请求太慢，已中断。 The request took too long.\n")
    }
}

impl ResponseError for TooSlow {
    fn status_code(&self) -> StatusCode {
        StatusCode::REQUEST_TIMEOUT
    }
    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status_code());
        for (name, value) in HEADERS {
            answer.insert_header((name, value));
        }
        answer.force_close().content_type("text/plain; charset=utf-8").body(self.to_string())
    }
}

/// Ends a request that takes too long, and its connection with it. Outermost: the request itself must not be held on to.
pub async fn time_limit(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse, actix_web::Error> {
    let patience = request.app_data::<web::Data<App>>().map_or(PATIENCE, |app| app.patience);
    match tokio::time::timeout(patience, next.call(request)).await {
        Ok(answer) => Ok(answer?.map_into_boxed_body()),
        Err(_) => Err(TooSlow.into()),
    }
}

/// No address of ours has a NUL in it, and PostgreSQL cannot even be asked about one.
pub async fn address(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse, actix_web::Error> {
    if request.uri().path().contains("%00") {
        return Ok(request.into_response(HttpResponse::new(StatusCode::NOT_FOUND)));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

/// Takes a change only from our own pages. Browsers say so by `Sec-Fetch-Site` on https and localhost; on a plain http
/// intranet the `Origin` must name the host. What comes with neither is no browser and has no session to abuse but its own.
pub async fn origin(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse, actix_web::Error> {
    if is_ours(&request) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    Ok(request.into_response(HttpResponse::new(StatusCode::FORBIDDEN)))
}

fn is_ours(request: &ServiceRequest) -> bool {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    let header = |name: &str| request.headers().get(name).and_then(|it| it.to_str().ok());
    if let Some(site) = header("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (header("origin"), request.headers().get(header::HOST).and_then(|it| it.to_str().ok())) {
        (None, _) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, named)| named == host),
        (Some(_), None) => false,
    }
}
