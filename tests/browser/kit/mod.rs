//! Browsers and the people who use them, in the words of tests.

mod browser;
mod driver;
mod person;

pub use browser::Scripts;
pub use person::{ENTER, ESCAPE, Person, TAB};
