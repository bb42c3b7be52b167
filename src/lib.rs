//! 曙光 Shuguang: a sales department works under a commander; a project travels seven stages nobody may skip.
//!
//! The map, in floor order: a module uses only what is declared above it (`tests/house.rs` watches).

// --- Floor 0: words and rules. No database, no web, no clock but clock.rs. ---

/// Chinese and English side by side.
pub mod lang;

/// One word per enum variant, for database, form, URL and CSS class.
pub mod words;

/// The wall clock, or a hand that tests and the demonstration move.
pub mod clock;

/// Working days, public holidays, months, meeting days.
pub mod calendar;

/// Fen, yuan, 万元, 大写.
pub mod money;

/// Numbers with up to two decimals.
pub mod quantity;

/// Who may do what.
pub mod policy;

/// Settings from the environment.
pub mod config;

/// What can go wrong.
pub mod error;

// --- Floor 1: the store. ---

/// Connections, transactions, the trail.
pub mod store;

// --- Floor 2: the web kit. ---

/// How a request becomes a reading or a change, and a struct becomes a page.
pub mod web;

// --- Floor 3: the slices. ---

/// People: accounts, roles, signing in, acting commander.
pub mod people;

/// Notices: what happened that concerns somebody, and why they are told.
pub mod notices;

/// Action plans, their packages, targets and metrics.
pub mod plans;

/// Projects: the road through the seven stages.
pub mod projects;

/// Files attached to contracts, deliveries, invoices, requests.
pub mod files;

/// Proposals and lessons: what a round taught, and the next directive.
pub mod proposals;

/// Requests: asked before acting, answered by the commander's instruction.
pub mod correspondence;

/// Customers: who they are, and what is done with them in a project.
pub mod customers;

/// Contracts: orders, supply notices, deliveries, settlement, after-use care.
pub mod contracts;

/// Appraisals: a member's months, probation, rewards.
pub mod appraisals;

/// Reports: told after acting; the week, the stage that ended, what cannot wait.
pub mod reports;

/// Meetings: the weekly, the monthly, the special; agendas, minutes, resolutions.
pub mod meetings;

/// Hand-overs: another takes a project, or all that a leaver has.
pub mod handovers;

/// Everybody's inbox.
pub mod tasks;

/// Who owes what: reminders, and what goes up.
pub mod duties;

/// Everybody's calendar, as a page and for their own calendar program.
pub mod diary;

/// What goes out of the house: mail, and the robots of chat groups.
pub mod outbox;

/// The morning's digest.
pub mod digests;

/// The office: calendar, settings, how the program is.
pub mod office;

// --- Floor 4: views over all, read only. ---

/// A project's first page, and its history as sentences.
pub mod history;

/// The desks: what each role sees first.
pub mod dashboards;

/// One search over everything that a person may see.
pub mod search;

/// The rules, drawn from the program's own tables.
pub mod handbook;

/// The trail: every change there was, and whether all of them are true.
pub mod trail;

/// One file with the database, the attachments and a manifest of hashes.
pub mod backup;

// --- Floor 5: everything put together. ---

/// The application: routes, middleware, server.
pub mod app;

/// What the program does by itself: the morning's digest, sending, forgetting.
pub mod jobs;

/// Stories told through the same changes as real use.
pub mod demo;
