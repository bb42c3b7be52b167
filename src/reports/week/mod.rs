//! A member's week (周报): drawn from what was recorded, for the report that they send and for what is laid before the meeting.

/// What it holds.
pub mod content;

/// What members did for others, and what they owe.
pub mod doings;

/// From what is recorded.
pub mod drawing;

/// In lines.
pub mod lines;

/// In words, as a report begins.
pub mod drafting;
