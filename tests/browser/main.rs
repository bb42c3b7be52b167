//! What only a browser shows: people at real ones, each with their own, pressing what stands on the pages.
//!
//! Needs chromium and chromedriver, so it is not part of plain `cargo test`: `cargo test --test browser`, as tests/run does.

// A test that panics has failed; that is what tests are for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

// The same office and the same stories as the tests over HTTP; not every sentence of theirs is said here.
#[allow(dead_code, unused_imports)]
#[path = "../it/office/mod.rs"]
mod office;
#[allow(dead_code)]
#[path = "../it/story.rs"]
mod story;

mod kit;

mod convenience;
mod day;
mod deal;
mod keyboard;
mod live;
mod mondays;
mod pages;
mod reporting;
mod road;
mod stop;
mod visit;
