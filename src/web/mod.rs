//! The web kit: how a request becomes a reading or a change, and a struct becomes a page.

/// Static files, compiled in, under hashed names.
pub mod assets;

/// What every page shares: who reads, the sidebar, the inbox.
pub mod shell;

/// What was typed.
pub mod fields;

/// A form on a page: what was typed, what is wrong with it, who was faster.
pub mod form;

/// What is wrong with it, field by field by their names.
mod summary;

/// A form of a new entry is carried out once.
pub mod once;

/// Lists: filters, order, pages.
pub mod list;

/// A request at the door: person, time, language; reading and changing.
pub mod ctx;

/// Error → page.
pub mod trouble;

/// Sessions kept in the database.
pub mod session;

/// What holds for every request: origin, headers, time limit.
pub mod guard;

/// Forms with files.
pub mod upload;

/// Lists as workbooks.
pub mod workbook;

/// What changes while a page is open.
pub mod live;

/// The addresses of the program.
pub mod routes;

pub use ctx::{App, Ctx, Done, Reading, done};
pub use fields::Fields;
pub use form::Form;
pub use routes::Routes;
pub use shell::Shell;
pub use upload::Upload;
