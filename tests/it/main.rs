//! The program as people meet it: through its own pages, over HTTP, on a database of its own. One file a slice.

// A test that panics has failed; that is what tests are for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod office;
mod prepared;

mod contracts;
mod control;
#[cfg(not(feature = "postgres"))]
mod crash;
mod customers;
mod demo;
mod door;
mod execution;
mod forged;
mod grid;
#[cfg(not(feature = "postgres"))]
mod indexes;
mod monitoring;
mod pages;
mod people;
mod plans;
mod proposals;
mod road;
mod rules;
mod speed;
mod story;
mod targets;
mod terminal;
mod trade;
mod trail;
