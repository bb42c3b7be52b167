//! The program as people meet it: through its own pages, over HTTP, on a database of its own. One file a slice.

// A test that panics has failed; that is what tests are for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod office;
mod planted;
mod prepared;

mod alerts;
mod appraisals;
#[cfg(not(feature = "postgres"))]
mod backup;
mod consultations;
mod contracts;
mod control;
#[cfg(not(feature = "postgres"))]
mod crash;
mod customers;
mod demo;
mod diary;
mod digest;
mod door;
mod duties;
mod evaluation;
mod execution;
mod expenses;
mod forged;
mod grid;
mod handovers;
#[cfg(not(feature = "postgres"))]
mod indexes;
mod live;
mod meetings;
mod merging;
mod monitoring;
mod notices;
mod packs;
mod pages;
mod people;
mod plans;
mod proposals;
mod reports;
mod requests;
mod road;
mod rules;
mod search;
mod speed;
mod story;
mod sums;
mod targets;
mod terminal;
mod terms;
mod trade;
mod trail;
mod visibility;
