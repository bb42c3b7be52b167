//! Moves: the one way in which a project gets from one stage to the next.

/// What a move brings with it.
pub mod effects;

/// The one function that moves a project.
pub mod changes;
