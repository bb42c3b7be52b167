//! The morning's digest (早报): at half past eight on working days each member is written what waits for them, what they have not read
//! and which meetings they have today; and groups whose robot is set get the department's. Who has nothing is written nothing.

/// What stands in a member's.
pub mod mine;

/// What stands in the department's.
pub mod department;

/// When it is made.
pub mod morning;
