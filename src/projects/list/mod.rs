//! The list of projects and the board by stage.

/// Reading.
pub mod queries;

/// Pages.
pub mod pages;

use crate::web::Routes;

/// The addresses of the list and the board.
pub fn routes(routes: &mut Routes) {
    routes.get("/projects", pages::index);
    routes.get("/board", pages::board);
}
