//! Error → page: logged once with cause and place, shown in the reader's language with a way onward.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError, web};
use askama::Template;

use super::ctx::{App, Reader, came_from, lang_of};
use super::shell::Shell;
use crate::error::{Error, Kind, Missing};
use crate::lang::{Lang, Pair};

/// Refused by the kit itself, before anybody looked who asks: too large, no form, another site's.
#[derive(Debug)]
pub struct Plain(pub StatusCode);

impl std::fmt::Display for Plain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl ResponseError for Plain {
    fn status_code(&self) -> StatusCode {
        self.0
    }
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.0)
    }
}

/// What an error says to the person, left on the answer for the page to be made of.
#[derive(Clone, Debug)]
struct Told {
    said: Option<Pair>,
    missing: Vec<Missing>,
    written: Vec<String>,
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.account())
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match &self.kind {
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::SignedOut => StatusCode::UNAUTHORIZED,
            Kind::Forbidden(_) => StatusCode::FORBIDDEN,
            Kind::Refused(..) | Kind::Late => StatusCode::CONFLICT,
            Kind::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::new(self.status_code());
        let (said, missing) = match &self.kind {
            Kind::Broken => {
                tracing::error!("{}", self.account());
                (None, Vec::new())
            }
            Kind::Forbidden(deed) => (Some(*deed), Vec::new()),
            Kind::Refused(said, missing) => (Some(*said), missing.clone()),
            Kind::Late => (Some(LATE), Vec::new()),
            Kind::Invalid(complaints) => {
                tracing::info!("a form without a page of its own was refused: {complaints:?}");
                (None, Vec::new())
            }
            _ => (None, Vec::new()),
        };
        let told = Told { said, missing, written: self.written.clone() };
        answer.extensions_mut().insert(told);
        answer
    }
}

/// Somebody was faster.
const LATE: Pair = Pair(
    "您打开页面之后，有人先作了更改，所以您这一步没有执行。请回到原来的页面，看过现状再决定。",
    "Somebody changed it after you had opened the page, so nothing was done. Go back, see how it stands now, and decide again.",
);

/// The page of an error.
#[derive(Template)]
#[template(path = "layout/trouble.html")]
struct Page {
    s: Shell,
    code: u16,
    title: &'static str,
    text: String,
    missing: Vec<(&'static str, String)>,
    /// What the reader had written with a change that was not made.
    written: Vec<String>,
    /// Where the reader may come from, to go back to.
    back: Option<String>,
    sign_in: bool,
}

/// What a status says without anything of its own to say.
fn common(status: StatusCode) -> (Pair, Pair) {
    match status.as_u16() {
        401 => (
            Pair("请先登录", "Please sign in"),
            Pair("登录已失效，或您尚未登录。登录后可以继续。", "You are not signed in, or not any more."),
        ),
        403 => (
            Pair("这件事不由您来做", "This is not yours to do"),
            Pair(
                "此操作不在您的权限之内；谁可以做，见手册的权限表。",
                "It is not within your powers; the handbook's table says who may.",
            ),
        ),
        404 => (
            Pair("这里没有这一页", "There is no such page"),
            Pair("地址可能写错了，或者内容不对您开放。", "The address may be wrong, or what it shows is not open to you."),
        ),
        405 => (
            Pair("这个地址不接受这种请求", "This address does not take such a request"),
            Pair("请从页面上的按钮操作。", "Please use the buttons on the pages."),
        ),
        408 => (
            Pair("请求太慢，已中断", "The request took too long"),
            Pair("请检查网络后重试。", "Please check the network and try again."),
        ),
        409 => (
            Pair("现在不能这样做", "This is not possible now"),
            Pair(
                "情况已经变化，可能有人先做了一步。请重新打开页面看看现状。",
                "Things have changed; somebody may have been faster. Open the page again to see.",
            ),
        ),
        413 => (
            Pair("内容太大", "Too large"),
            Pair(
                "一次提交的内容超过了限度。请返回上一页，所填内容仍在；缩短文字，或换一个小一些的文件，再提交。",
                "More than one form may hold. Go back, what you typed is still there; shorten it, or take a smaller file.",
            ),
        ),
        415 => (Pair("不是表单", "Not a form"), Pair("请从页面上的表单提交。", "Please use the forms on the pages.")),
        422 => (
            Pair("所填内容有误", "Something typed is not right"),
            Pair("请返回上一页改正后再提交。", "Please go back and put it right."),
        ),
        429 => (Pair("尝试次数太多", "Too many tries"), Pair("请稍候再试。", "Please wait a moment.")),
        400 => (Pair("请求不完整", "The request is not complete"), Pair("请返回上一页重试。", "Please go back and try again.")),
        _ => (
            Pair("程序出了问题", "Something went wrong here"),
            Pair(
                "错误已记录。您所做的更改没有保存，请稍后再试，或告诉管理员。",
                "It has been noted. Your change was not kept; please try again later or tell the administrator.",
            ),
        ),
    }
}

/// The page of a status for a request.
fn page(request: &HttpRequest, status: StatusCode, told: Option<&Told>) -> Option<String> {
    let app = request.app_data::<web::Data<App>>()?;
    // Apart from the next line: reading a cookie writes into the extensions.
    let known = request.extensions().get::<Reader>().map(|it| it.0);
    let lang = known.unwrap_or_else(|| lang_of(request));
    let office = app.store.office().ok()?;
    let today = office.zone.day(app.clock.now());
    let s = Shell::outside(lang, request.path(), office, today);
    let (title, text) = common(status);
    let said = told.and_then(|told| told.said);
    let text = match (status, said) {
        (StatusCode::FORBIDDEN, Some(deed)) => match lang {
            Lang::Zh => format!("「{}」不在您的权限之内；谁可以做，见手册的权限表。", deed.0),
            Lang::En => format!("“{}” is not within your powers; the handbook's table says who may.", deed.1),
        },
        (_, Some(said)) => lang.say(said).to_owned(),
        (_, None) => lang.say(text).to_owned(),
    };
    let missing = told.map_or(Vec::new(), |told| told.missing.iter().map(|it| (lang.say(it.what), it.href.clone())).collect());
    let back = came_from(request).or_else(|| record(request));
    let sign_in = status == StatusCode::UNAUTHORIZED;
    let written = told.map_or(Vec::new(), |told| told.written.clone());
    Page { s, code: status.as_u16(), title: lang.say(title), text, missing, written, back, sign_in }.render().ok()
}

/// The page of the record that a change was asked of, where its browser does not say from where: its address up to its number.
fn record(request: &HttpRequest) -> Option<String> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    let path = request.path();
    let is_number = |part: &&str| part.len() < 32 && part.bytes().any(|byte| byte.is_ascii_digit());
    let number = path.split('/').find(is_number)?;
    let end = path.find(number)? + number.len();
    path.get(..end).filter(|it| *it != path).map(str::to_owned)
}

/// Gives every answer that is an error a page, and sends who is not signed in to the door.
pub async fn pages(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse, actix_web::Error> {
    let answer = next.call(request).await?.map_into_boxed_body();
    let status = answer.status();
    if !(status.is_client_error() || status.is_server_error()) || answer.headers().contains_key(header::CONTENT_TYPE) {
        return Ok(answer);
    }
    let (request, answer) = answer.into_parts();
    let reading = matches!(*request.method(), Method::GET | Method::HEAD);
    if status == StatusCode::UNAUTHORIZED && reading {
        let path = request.uri().path_and_query().map_or("/", |it| it.as_str());
        let next: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
        let to = if path == "/" { "/login".to_owned() } else { format!("/login?next={next}") };
        let door = HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish();
        return Ok(ServiceResponse::new(request, door));
    }
    let html = page(&request, status, answer.extensions().get::<Told>()).unwrap_or_else(|| status.to_string());
    let page = HttpResponse::build(status)
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(html);
    Ok(ServiceResponse::new(request, page))
}
