//! Contracts (合同) with customers, and everything that follows from one: orders (订单), supply notices (供应通知), deliveries with
//! their counts (交货、盘点), settlement (结算), after-use care (使用回访).

/// The states of a contract and the ways between them, as data.
pub mod road;

/// Rows of contracts.
pub mod model;

/// Reading contracts.
pub mod queries;

/// What is true of a contract now, for its gates.
pub mod facts;

/// Writing contracts.
pub mod changes;

/// Invoices and receipts.
pub mod money;

/// Orders.
pub mod orders;

/// Supply notices.
pub mod notices;

/// Deliveries and counts.
pub mod deliveries;

/// After-use care.
pub mod cares;

/// What was typed.
pub mod forms;

/// Pages of one contract.
pub mod pages;

/// A project's contracts.
pub mod project;

/// The list.
pub mod list;

/// One short function per route.
pub mod handlers;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    routes.get("/contracts", handlers::index);
    routes.get("/contracts.xlsx", handlers::workbook);
    routes.get("/projects/{number}/contracts", handlers::of_project);
    routes.post("/projects/{number}/contracts", handlers::draft);
    routes.get("/projects/{number}/contracts/new", handlers::new);
    routes.get("/contracts/{number}", handlers::show);
    routes.post("/contracts/{number}", handlers::amend);
    routes.get("/contracts/{number}/edit", handlers::edit);
    routes.get("/contracts/{number}/summary", handlers::summary);
    routes.get("/contracts/{number}/moves/new", handlers::turning);
    routes.post("/contracts/{number}/moves", handlers::turn);
    routes.post("/contracts/{number}/files", handlers::attach);
    money::routes(routes);
    cares::routes(routes);
    orders::routes(routes);
    notices::routes(routes);
    deliveries::routes(routes);
}
