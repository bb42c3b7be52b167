//! What can go wrong, in few kinds: each knows what to tell the person, and a broken one its cause and place.

use std::panic::Location;

use crate::lang::{Lang, Pair};

/// What is wrong with a value that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Complaint {
    Required,
    /// More than so many characters.
    TooLong(usize),
    /// Characters that cannot be stored or would mislead a reader: NUL, other control characters, direction overrides.
    OddCharacters,
    NotANumber,
    TooManyDecimals,
    /// Outside what is possible, said as the smallest and the largest value.
    OutOfRange(String, String),
    NotADate,
    NotAChoice,
    /// A sentence of its own.
    Said(Pair),
    /// A sentence of its own with a name in it: `{}` stands for it.
    Named(Pair, String),
}

impl Complaint {
    /// The sentence for a reader.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Complaint::Required => lang.of("请填写此项。", "Please fill this in.").to_owned(),
            Complaint::TooLong(max) => match lang {
                Lang::Zh => format!("太长：最多 {max} 个字。"),
                Lang::En => format!("Too long: at most {max} characters."),
            },
            Complaint::OddCharacters => lang
                .of(
                    "含有无法保存的控制字符，请删去后重试。",
                    "Contains control characters that cannot be kept; please remove them.",
                )
                .to_owned(),
            Complaint::NotANumber => lang.of("请填写数字。", "Please give a number.").to_owned(),
            Complaint::TooManyDecimals => lang.of("最多两位小数。", "At most two decimals.").to_owned(),
            Complaint::OutOfRange(low, high) => match lang {
                Lang::Zh => format!("应在 {low} 与 {high} 之间。"),
                Lang::En => format!("Must be between {low} and {high}."),
            },
            Complaint::NotADate => {
                lang.of("请按 2026-11-23 的格式填写日期。", "Please give a date like 2026-11-23.").to_owned()
            }
            Complaint::NotAChoice => lang.of("请从列出的选项中选择。", "Please choose one of those listed.").to_owned(),
            Complaint::Said(pair) => lang.say(*pair).to_owned(),
            Complaint::Named(pair, name) => lang.say(*pair).replace("{}", name),
        }
    }
}

/// Something a refused change still wants: what, and where it can be put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub what: Pair,
    pub href: String,
}

/// What kind of trouble it is.
#[derive(Debug)]
pub enum Kind {
    /// Not there, or not yours to see.
    NotFound,
    /// Not signed in, or not any more.
    SignedOut,
    /// There, but not yours to do; the sentence says who may.
    Forbidden(Pair),
    /// Not possible now.
    Refused(Pair, Vec<Missing>),
    /// Somebody was faster.
    Late,
    /// What was typed is not acceptable: complaints by field.
    Invalid(Vec<(String, Complaint)>),
    /// The program or the machine is at fault.
    Broken,
}

/// Trouble of some kind. Not a `std::error::Error` itself, so that `?` can take every one of those.
#[derive(Debug)]
pub struct Error {
    pub kind: Kind,
    /// What the person had written with the change that failed; their answer shows it, so that nothing is lost.
    pub written: Vec<String>,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
    place: &'static Location<'static>,
}

/// What nearly every function answers.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Trouble of this kind, here.
    #[track_caller]
    pub fn new(kind: Kind) -> Error {
        Error { kind, written: Vec::new(), cause: None, place: Location::caller() }
    }

    /// Not there, or not yours to see.
    #[track_caller]
    pub fn not_found() -> Error {
        Error::new(Kind::NotFound)
    }

    /// There, but not yours to do.
    #[track_caller]
    pub fn forbidden(zh: &'static str, en: &'static str) -> Error {
        Error::new(Kind::Forbidden(Pair(zh, en)))
    }

    /// Not possible now.
    #[track_caller]
    pub fn refused(zh: &'static str, en: &'static str) -> Error {
        Error::new(Kind::Refused(Pair(zh, en), Vec::new()))
    }

    /// One complaint about one field.
    #[track_caller]
    pub fn invalid(field: &str, complaint: Complaint) -> Error {
        Error::new(Kind::Invalid(vec![(field.to_owned(), complaint)]))
    }

    /// The program is at fault.
    #[track_caller]
    pub fn broken(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        Error { kind: Kind::Broken, written: Vec::new(), cause: Some(why.into()), place: Location::caller() }
    }

    /// Cause and place in one line, for the log and the terminal.
    pub fn account(&self) -> String {
        format!("{} ({}:{})", self.reason(), self.place.file(), self.place.line())
    }

    /// The cause without its place in the source, for somebody at a terminal.
    pub fn reason(&self) -> String {
        self.cause.as_ref().map_or_else(|| format!("{:?}", self.kind), ToString::to_string)
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Error {
    #[track_caller]
    fn from(cause: E) -> Error {
        Error { kind: Kind::Broken, written: Vec::new(), cause: Some(Box::new(cause)), place: Location::caller() }
    }
}

/// Turns "no such row" into "not found".
pub trait OrNotFound<T> {
    /// The row, or 404.
    fn or_not_found(self) -> Result<T>;
}

impl<T> OrNotFound<T> for Option<T> {
    #[track_caller]
    fn or_not_found(self) -> Result<T> {
        match self {
            Some(row) => Ok(row),
            None => Err(Error::not_found()),
        }
    }
}
