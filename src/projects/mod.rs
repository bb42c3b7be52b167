//! Projects (项目): the road through the seven stages, and everything a project leaves on it.

/// The auxiliary steps, as data.
pub mod steps;

/// The road, as data.
pub mod pipeline;

/// Rows of every project.
pub mod model;

/// Reading projects.
pub mod queries;

/// The database's own guard of the road.
pub mod guard;

/// What lies beyond a directive's limits, and which answered request covers it.
pub mod authority;

/// Tasks of the auxiliary channel.
pub mod tasks;

/// Who sees consultations.
pub mod consulting;

/// What is reported of a project, and who sees it.
pub mod reporting;

/// Who is told.
pub mod telling;

/// Who answers for a project, and how it comes to another.
pub mod owning;

/// The head of every page of a project.
pub mod head;

/// The directive: drafted, issued, asked about.
pub mod directive;

/// Planning: the plan and its versions.
pub mod planning;

/// Deliberation: opinions, standards, control methods.
pub mod deliberation;

/// Execution: milestones and figures.
pub mod execution;

/// Deviation alerts: control by measurement.
pub mod alerts;

/// Expenses: what was spent of the budget.
pub mod expenses;

/// Control: examination and measures.
pub mod control;

/// Evaluation: points by a formula out of what was recorded.
pub mod evaluation;

/// Tolerances and weights of a plan, frozen with its approval.
pub mod terms;

/// Monitoring: acceptance, summary, reward.
pub mod monitoring;

/// Records of the auxiliary steps.
pub mod records;

/// What is true of a project now, for its gates.
pub mod facts;

/// Who has to act next.
pub mod holder;

/// The one function that moves a project.
pub mod moves;

/// The list and the board.
pub mod list;

/// The page of a package with its projects, and a package's change.
pub mod packages;

/// The focus of a month, and a person's load.
pub mod focus;

use crate::web::Routes;

/// The slice's addresses.
pub fn routes(routes: &mut Routes) {
    directive::routes(routes);
    moves::routes(routes);
    list::routes(routes);
    records::routes(routes);
    planning::routes(routes);
    deliberation::routes(routes);
    execution::routes(routes);
    expenses::routes(routes);
    control::routes(routes);
    alerts::routes(routes);
    evaluation::routes(routes);
    terms::routes(routes);
    monitoring::routes(routes);
    packages::routes(routes);
    focus::routes(routes);
}
