//! Every address × every role, and every state × every move × every role, asked over HTTP as anybody could ask.

use chrono::NaiveDate;
use shuguang::people::{changes, queries};
use shuguang::policy::{Deed, Standing, by_role};
use shuguang::projects::pipeline::{Move, State};
use shuguang::words::Role;

use crate::office::{Answer, Visitor};
use crate::prepared::{EVERYBODY, Prepared};

/// One row an address: method and pattern; what stands for its parameters (names of the prepared department, then fields to
/// send); and what is answered to the commander, the planner, the package's coordinator, another coordinator, the projects'
/// owner, another salesperson, a specialist, the administrator, and somebody not signed in. A change is asked for without its
/// fields: who may is told what is missing (422, 409, or 303 where nothing has to be typed), who may not is refused (403), or
/// there is no such thing for them (404). `door`: to the sign-in page and back; `try`: 422, or 429 after several.
const TABLE: &str = "
GET  /health                                    |                             | 200  200  200  200  200  200  200  200  200
GET  /login                                     |                             | 200  200  200  200  200  200  200  200  200
POST /login                                     |                             | try  try  try  try  try  try  try  try  try
POST /language                                  |                             | 303  303  303  303  303  303  303  303  303
GET  /setup/{token}                             | link                        | 404  404  404  404  404  404  404  404  404
POST /setup/{token}                             | link                        | 404  404  404  404  404  404  404  404  404
GET  /welcome/{token}                           | link                        | 200  200  200  200  200  200  200  200  200
POST /welcome/{token}                           | link                        | 422  422  422  422  422  422  422  422  422
GET  /people                                    |                             | 200  200  200  200  200  200  200  200  door
GET  /people/new                                |                             | 403  403  403  403  403  403  403  200  door
POST /people                                    |                             | 403  403  403  403  403  403  403  422  401
GET  /people/{username}                         | mine                        | 200  200  200  200  200  200  200  200  door
GET  /people/{username}/account                 | mine                        | 403  403  403  403  403  403  403  200  door
POST /people/{username}/account                 | mine                        | 403  403  403  403  403  403  403  422  401
GET  /people/{username}/password                | mine                        | 404  404  404  404  200  404  404  404  door
POST /people/{username}/password                | mine                        | 404  404  404  404  422  404  404  404  401
POST /people/{username}/email                   | mine                        | 403  403  403  403  303  403  403  303  401
POST /people/{username}/links                   | newcomer                    | 403  403  403  403  403  403  403  303  401
POST /people/{username}/command                 | owner                       | 403  403  403  403  403  403  403  409  401
POST /people/{username}/sessions                | newcomer                    | 403  403  403  403  403  403  403  303  401
GET  /acting                                    |                             | 200  200  200  200  200  200  200  200  door
POST /acting                                    |                             | 422  403  403  403  403  403  403  403  401
POST /acting/{id}                               | absence                     | 303  403  403  403  403  403  403  403  401
GET  /plans                                     |                             | 200  200  200  200  200  200  200  404  door
GET  /plans/new                                 |                             | 200  403  403  403  403  403  403  404  door
POST /plans                                     |                             | 422  403  403  403  403  403  403  404  401
GET  /plans/metrics                             |                             | 200  200  200  200  200  200  200  404  door
POST /plans/metrics                             |                             | 422  403  403  403  403  403  403  404  401
POST /plans/metrics/{code}                      | metric                      | 303  403  403  403  403  403  403  404  401
GET  /plans/{number}                            | plan                        | 200  200  200  200  200  200  200  404  door
GET  /plans/{number}/edit                       | plan                        | 200  403  403  403  403  403  403  404  door
POST /plans/{number}/edit                       | plan                        | 422  403  403  403  403  403  403  404  401
GET  /packages                                  |                             | 200  200  200  200  200  200  200  404  door
GET  /packages/new                              |                             | 200  403  403  403  403  403  403  404  door
POST /packages                                  |                             | 422  403  403  403  403  403  403  404  401
GET  /packages/{number}/edit                    | package                     | 200  403  403  403  403  403  403  404  door
GET  /projects/new                              |                             | 200  403  403  403  403  403  403  403  door
POST /projects                                  |                             | 422  403  403  403  403  403  403  403  401
GET  /projects/{number}/directive               | planning                    | 200  200  200  200  200  200  200  404  door
GET  /projects/{number}/directive/edit          | directive_draft             | 200  403  404  404  404  404  404  404  door
POST /projects/{number}/directive               | directive_draft             | 422  403  404  404  404  404  404  404  401
POST /projects/{number}/clarifications          | directive_issued            | 403  403  403  403  422  403  403  404  401
POST /projects/{number}/clarifications/{id}     | directive_issued question   | 422  403  403  403  403  403  403  404  401
GET  /projects/{number}/moves/new               | planning ?move=submit       | 403  403  403  403  200  403  403  404  door
POST /projects/{number}/moves                   | planning                    | 404  404  404  404  404  404  404  404  401
GET  /projects                                  |                             | 200  200  200  200  200  200  200  404  door
GET  /board                                     |                             | 200  200  200  200  200  200  200  404  door
GET  /projects/{number}/steps/{step}            | planning first_step         | 200  200  200  200  200  200  200  404  door
POST /projects/{number}/steps/{step}            | planning first_step         | 403  422  403  403  422  403  403  404  401
POST /projects/{number}/steps/{step}/done       | planning first_step         | 403  403  403  403  409  403  403  404  401
GET  /projects/{number}/plan                    | planning                    | 200  200  200  200  200  200  200  404  door
GET  /projects/{number}/plan/draft              | planning                    | 403  403  403  403  200  403  403  404  door
POST /projects/{number}/plan/draft              | planning                    | 403  403  403  403  303  403  403  404  401
GET  /projects/{number}/plan/versions/{version} | control 1                   | 200  200  200  200  200  200  200  404  door
GET  /projects/{number}/plan/changes            | control ?from=1&to=1        | 200  200  200  200  200  200  200  404  door
POST /projects/{number}/plan/seal               | planning                    | 403  403  403  403  409  403  403  404  401
POST /projects/{number}/plan/discard            | planning                    | 403  403  403  403  409  403  403  404  401
GET  /projects/{number}/deliberation            | deliberation                | 200  200  200  200  200  200  200  404  door
POST /projects/{number}/opinions                | deliberation                | 403  403  403  403  403  403  422  404  401
POST /projects/{number}/opinions/{id}           | deliberation opinion        | 403  403  403  403  422  403  403  404  401
GET  /projects/{number}/standards               | deliberation                | 200  403  403  403  200  403  403  404  door
POST /projects/{number}/standards               | deliberation                | 409  403  403  403  409  403  403  404  401
GET  /projects/{number}/terms                   | deliberation                | 200  403  403  403  200  403  403  404  door
POST /projects/{number}/terms                   | deliberation                | 422  403  403  403  422  403  403  404  401
GET  /projects/{number}/execution               | implementation              | 200  200  200  200  200  200  200  404  door
GET  /projects/{number}/figures/{code}          | implementation signed_amount | 200  200  200  200  200  200  200  404  door
POST /projects/{number}/progress                | implementation              | 403  403  403  403  422  403  403  404  401
POST /projects/{number}/actuals                 | implementation              | 403  403  403  403  422  403  403  404  401
GET  /projects/{number}/customers               | implementation              | 200  200  200  200  200  200  200  404  door
GET  /projects/{number}/customers/new           | implementation              | 403  403  403  403  200  403  403  404  door
POST /projects/{number}/customers               | implementation              | 403  403  403  403  422  403  403  404  401
GET  /projects/{number}/customers/{customer}    | implementation customer     | 200  200  200  200  200  200  200  404  door
POST /projects/{number}/customers/{customer}    | implementation customer     | 403  403  403  403  409  403  403  404  401
POST /projects/{number}/customers/{customer}/step | implementation customer   | 403  403  403  403  422  403  403  404  401
POST /projects/{number}/customers/{customer}/activities | implementation customer | 403  403  403  403  422  403  403  404  401
GET  /activities                                |                             | 200  200  200  200  200  200  200  404  door
GET  /activities.xlsx                           |                             | 200  200  200  200  200  200  200  404  door
GET  /objections.xlsx                           |                             | 200  200  200  200  200  200  200  404  door
GET  /activities/new                            |                             | 200  200  200  200  200  200  200  404  door
GET  /activities/{id}                           | activity                    | 200  200  200  200  200  200  200  404  door
POST /activities/{id}                           | activity                    | 403  403  403  403  422  403  403  404  401
GET  /objections                                |                             | 200  200  200  200  200  200  200  404  door
GET  /projects/{number}/customers/{customer}/objections/new | implementation customer | 403  403  403  403  200  403  403  404  door
POST /projects/{number}/customers/{customer}/objections | implementation customer | 403  403  403  403  422  403  403  404  401
GET  /projects/{number}/objections/{id}         | implementation objection    | 200  200  200  200  200  200  200  404  door
POST /projects/{number}/objections/{id}/question | implementation objection   | 403  403  403  403  422  403  403  404  401
POST /projects/{number}/objections/{id}/design  | implementation passed       | 403  403  403  403  403  403  422  404  401
POST /projects/{number}/objections/{id}/outcome | implementation objection    | 403  403  403  403  422  403  403  404  401
GET  /projects/{number}/customers/{customer}/solutions/new | implementation customer | 403  403  403  403  200  403  403  404  door
POST /projects/{number}/customers/{customer}/solutions | implementation customer | 403  403  403  403  422  403  403  404  401
GET  /solutions/{number}                        | solution                    | 200  200  200  200  200  200  200  404  door
GET  /solutions/{number}/edit                   | solution                    | 403  403  403  403  200  403  403  404  door
POST /solutions/{number}/editions               | solution                    | 403  403  403  403  422  403  403  404  401
POST /solutions/{number}/offer                  | solution                    | 403  403  403  403  409  403  403  404  401
POST /solutions/{number}/draft/removal          | solution                    | 403  403  403  403  409  403  403  404  401
POST /solutions/{number}/answer                 | offered                     | 403  403  403  403  422  403  403  404  401
GET  /projects/{number}/control                 | control                     | 200  200  200  200  200  200  200  404  door
POST /projects/{number}/control/finished        | control                     | 403  403  403  403  303  403  403  404  401
POST /projects/{number}/measures/{id}           | improved measure            | 403  403  403  403  422  403  403  404  401
GET  /projects/{number}/monitoring              | monitoring                  | 200  200  200  200  200  200  200  404  door
POST /projects/{number}/points/{position}       | monitoring 1                | 403  403  422  403  403  403  403  404  401
POST /projects/{number}/acceptance/{position}   | monitoring 1                | 422  403  403  403  403  403  403  404  401
GET  /projects/{number}/summary                 | monitoring                  | 200  200  200  200  200  200  200  404  door
POST /projects/{number}/summary                 | monitoring then=submit      | 403  403  403  403  422  403  403  404  401
POST /projects/{number}/summary/acceptance      | monitoring                  | 422  403  403  403  403  403  403  404  401
GET  /projects/{number}/evaluation              | monitoring                  | 200  200  200  200  200  200  200  404  door
GET  /projects/{number}/evaluation.xlsx         | monitoring                  | 200  200  200  200  200  200  200  404  door
POST /projects/{number}/evaluation              | monitoring                  | 422  403  403  403  403  403  403  404  401
POST /projects/{number}/promise                 | implementation              | 422  403  403  403  403  403  403  404  401
GET  /appraisals                                |                             | 200  404  404  404  200  200  404  404  door
GET  /people/{username}/months                  | mine                        | 200  404  404  404  200  404  404  404  door
GET  /people/{username}/months/{month}          | mine month                  | 200  404  404  404  200  404  404  404  door
GET  /people/{username}/months/{month}/evaluation.xlsx | mine month           | 200  404  404  404  200  404  404  404  door
POST /people/{username}/months/{month}/evaluation | mine month                | 422  404  404  404  403  404  404  404  401
GET  /people/{username}/probation               | mine                        | 200  404  404  404  200  404  404  404  door
POST /people/{username}/probation               | mine                        | 422  404  404  404  403  404  404  404  401
GET  /rewards                                   |                             | 200  200  200  200  200  200  200  404  door
GET  /rewards.xlsx                              |                             | 200  200  200  200  200  200  200  404  door
POST /projects/{number}/reward                  | monitoring                  | 422  403  403  403  403  403  403  404  401
POST /projects/{number}/reward/payment          | completed                   | 422  403  403  403  403  403  403  404  401
GET  /projects/{number}                         | planning                    | 200  200  200  200  200  200  200  404  door
GET  /projects/{number}/history                 | planning                    | 200  200  200  200  200  200  200  404  door
GET  /packages/{number}                         | package                     | 200  200  200  200  200  200  200  404  door
POST /packages/{number}/edit                    | package                     | 422  403  403  403  403  403  403  404  401
POST /projects/{number}/focus                   | planning month=2026-12 on=1 | 303  403  403  403  303  403  403  404  401
GET  /people/{username}/projects                | mine                        | 200  200  200  200  200  200  200  404  door
GET  /proposals                                 |                             | 200  200  200  200  200  200  200  404  door
GET  /proposals/new                             |                             | 403  403  403  403  200  200  403  403  door
POST /proposals                                 |                             | 403  403  403  403  422  422  403  403  401
GET  /proposals/{number}                        | submitted                   | 200  200  200  200  200  200  200  404  door
GET  /proposals/{number}/edit                   | draft                       | 404  404  404  404  200  404  404  404  door
POST /proposals/{number}                        | draft                       | 404  404  404  404  422  404  404  404  401
POST /proposals/{number}/removal                | thrown_away                 | 404  404  404  404  303  404  404  404  401
POST /proposals/{number}/submission             | draft                       | 404  404  404  404  303  404  404  404  401
POST /proposals/{number}/decision               | submitted                   | 422  403  403  403  403  403  403  404  401
GET  /projects/{number}/expenses                | implementation              | 200  200  200  200  200  200  200  404  door
GET  /projects/{number}/expenses.xlsx           | implementation              | 200  200  200  200  200  200  200  404  door
GET  /projects/{number}/expenses/new            | implementation              | 403  403  403  403  200  403  403  404  door
POST /projects/{number}/expenses                | implementation              | 403  403  403  403  422  403  403  404  401
GET  /projects/{number}/expenses/{id}/voiding   | implementation expense      | 403  403  403  403  200  403  403  404  door
POST /projects/{number}/expenses/{id}/voiding   | implementation expense      | 403  403  403  403  422  403  403  404  401
GET  /alerts                                    |                             | 200  200  200  200  200  200  200  404  door
GET  /projects/{number}/alerts/{id}             | implementation alert        | 200  200  200  200  200  200  200  404  door
POST /projects/{number}/alerts/{id}             | implementation alert        | 422  403  403  403  403  403  403  404  401
GET  /duties                                    |                             | 200  404  200  200  404  404  404  404  door
GET  /duties.xlsx                               |                             | 200  404  200  200  404  404  404  404  door
POST /duties/{key}/reminders                    | owed                        | 409  403  303  404  409  403  403  403  401
GET  /reports                                   |                             | 200  200  200  200  200  200  200  404  door
GET  /reports.xlsx                              |                             | 200  200  200  200  200  200  200  404  door
GET  /reports/new                               |                             | 403  200  200  200  200  200  200  403  door
POST /reports                                   |                             | 403  422  422  422  422  422  422  403  401
GET  /reports/weekly/{week}                     | week                        | 200  200  200  200  200  200  200  404  door
GET  /reports/weekly/{week}/mine                | week                        | 403  200  200  200  200  200  200  403  door
POST /reports/weekly/{week}                     | week                        | 403  422  422  422  422  422  403  403  401
POST /reports/weekly/{week}/reading             | week                        | 303  403  403  403  403  403  403  403  401
GET  /projects/{number}/reports/{id}            | finished_stage ended        | 200  200  200  200  200  200  200  404  door
POST /projects/{number}/reports/{id}            | finished_stage ended        | 403  403  403  403  422  403  403  404  401
GET  /reports/{number}                          | report                      | 200  200  200  404  200  404  404  404  door
POST /reports/{number}/reading                  | report                      | 409  403  403  404  403  404  404  404  401
POST /reports/{number}/files                    | report                      | 403  403  403  404  422  404  404  404  401
GET  /requests                                  |                             | 200  200  200  200  200  200  200  404  door
GET  /requests.xlsx                             |                             | 200  200  200  200  200  200  200  404  door
GET  /requests/new                              |                             | 403  200  200  200  200  200  200  403  door
POST /requests                                  |                             | 403  422  422  422  422  422  422  403  401
GET  /requests/{number}                         | request                     | 200  200  200  404  200  404  404  404  door
POST /requests/{number}/answer                  | request                     | 422  403  403  404  403  404  404  404  401
POST /requests/{number}/advice                  | request                     | 422  403  403  404  403  404  404  404  401
POST /requests/{number}/advice/{id}             | request advice              | 403  422  403  404  403  404  404  404  401
GET  /requests/{number}/agenda                  | request                     | 200  403  200  404  200  404  404  404  door
POST /requests/{number}/agenda                  | request                     | 422  403  422  404  422  404  404  404  401
POST /requests/{number}/files                   | request                     | 403  403  403  404  422  404  404  404  401
POST /requests/{number}/confirmation            | answered                    | 403  403  404  404  303  404  404  404  401
POST /requests/{number}/withdrawal              | withdrawn                   | 403  403  403  404  303  404  404  404  401
GET  /consultations                             |                             | 200  200  200  200  200  200  200  404  door
GET  /consultations.xlsx                        |                             | 200  200  200  200  200  200  200  404  door
GET  /consultations/new                         |                             | 403  403  200  200  200  200  200  403  door
POST /consultations                             |                             | 403  403  422  422  422  422  422  403  401
GET  /consultations/{number}                    | consultation                | 200  200  200  404  200  404  404  404  door
POST /consultations/{number}/questions          | informed                    | 403  403  403  404  422  404  404  404  401
POST /consultations/{number}/questions/{id}/answer | consultation consulted   | 403  422  403  404  403  404  404  404  401
POST /consultations/{number}/decision           | informed                    | 403  403  403  404  422  404  404  404  401
POST /consultations/{number}/files              | consultation                | 403  403  403  404  422  404  404  404  401
POST /consultations/{number}/withdrawal         | not_consulted               | 403  403  403  404  303  404  404  404  401
GET  /lessons                                   |                             | 200  200  200  200  200  200  200  404  door
GET  /projects/{number}/proposals               | proposal                    | 200  200  200  200  200  200  200  404  door
POST /projects/{number}/lessons                 | proposal                    | 422  403  403  403  422  403  403  404  401
POST /projects/{number}/ideas                   | proposal                    | 422  422  422  422  422  422  422  404  401
POST /projects/{number}/ideas/end               | proposal                    | 403  403  403  403  303  403  403  404  401
POST /projects/{number}/proposals/none          | proposal                    | 403  403  403  403  422  403  403  404  401
GET  /meetings                                  |                             | 200  200  200  200  200  200  200  404  door
GET  /meetings.xlsx                             |                             | 200  200  200  200  200  200  200  404  door
GET  /meetings/new                              |                             | 200  200  200  200  403  403  403  403  door
POST /meetings                                  |                             | 422  422  422  422  403  403  403  403  401
GET  /meetings/{number}                         | meeting                     | 200  200  200  200  200  200  200  404  door
GET  /meetings/{number}/pack                    | special                     | 200  200  200  200  200  404  404  404  door
GET  /meetings/{number}/time                    | special                     | 200  403  200  200  403  404  404  404  door
POST /meetings/{number}/time                    | special                     | 422  403  422  422  403  404  404  404  401
POST /meetings/{number}/cancellation            | special                     | 422  403  422  422  403  404  404  404  401
GET  /meetings/{number}/due                     | special                     | 200  403  200  200  403  404  404  404  door
POST /meetings/{number}/due                     | special                     | 422  403  422  422  403  404  404  404  401
POST /meetings/{number}/items                   | special                     | 422  422  422  422  422  404  404  404  401
GET  /meetings/{number}/items/{item}            | special matter              | 200  403  200  200  200  404  404  404  door
POST /meetings/{number}/items/{item}            | special matter              | 422  403  422  422  422  404  404  404  401
POST /meetings/{number}/items/{item}/place      | special matter              | 303  403  303  303  403  404  404  404  401
POST /meetings/{number}/items/{item}/removal    | special gone_matter         | 303  403  303  303  303  404  404  404  401
POST /meetings/{number}/moves                   | special move=call           | 303  403  303  303  403  404  404  404  401
GET  /meetings/{number}/session                 | held                        | 200  403  200  200  403  403  403  404  door
POST /meetings/{number}/attendance              | held person=x               | 422  403  422  422  403  403  403  404  401
POST /meetings/{number}/items/{item}/record     | held said resolution=#SG-X  | 422  403  422  422  403  403  403  404  401
GET  /meetings/{number}/minutes                 | published                   | 200  200  200  200  200  200  200  404  door
POST /meetings/{number}/minutes/reading         | published                   | 303  303  303  303  303  303  303  404  401
GET  /resolutions                               |                             | 200  200  200  200  200  200  200  404  door
GET  /resolutions.xlsx                          |                             | 200  200  200  200  200  200  200  404  door
GET  /resolutions/{number}                      | resolution                  | 200  200  200  200  200  200  200  404  door
GET  /resolutions/{number}/edit                 | written                     | 200  403  200  200  404  404  404  404  door
POST /resolutions/{number}/edit                 | written                     | 422  403  422  422  404  404  404  404  401
POST /meetings/{number}/resolutions/{resolution}/removal | held gone_resolution | 303  403  303  303  403  403  403  404  401
POST /resolutions/{number}/outcome              | resolution                  | 422  403  422  422  422  403  403  404  401
POST /resolutions/{number}/reopening            | settled                     | 422  403  422  422  403  403  403  404  401
POST /resolutions/{number}/holder               | resolution                  | 422  403  422  422  403  403  403  404  401
POST /meetings/{number}/leave                   | meeting                     | 422  422  422  422  422  422  422  404  401
POST /meetings/{number}/leave/removal           | meeting                     | 303  303  303  303  303  303  303  404  401
GET  /handovers                                 |                             | 200  200  200  200  200  200  200  404  door
GET  /handovers.xlsx                            |                             | 200  200  200  200  200  200  200  404  door
GET  /handovers/new                             | ?person=李伟                | 200  403  403  403  403  403  403  403  door
POST /handovers                                 |                             | 422  403  403  403  403  403  403  403  401
GET  /handovers/{number}                        | handover                    | 200  200  200  200  200  200  200  404  door
POST /handovers/{number}/confirmation           | handover                    | 403  403  403  403  303  303  403  404  401
GET  /customers                                 |                             | 200  200  200  200  200  200  200  404  door
GET  /customers.xlsx                            |                             | 200  200  200  200  200  200  200  404  door
POST /customers                                 |                             | 403  403  422  422  422  422  403  404  401
GET  /customers/new                             |                             | 403  403  200  200  200  200  403  404  door
POST /customers/keepers                         |                             | 422  403  422  422  403  403  403  404  401
GET  /customers/imports                         |                             | 403  403  200  200  403  403  403  404  door
POST /customers/imports                         |                             | 403  403  422  422  403  403  403  404  401
GET  /customers/imports/template.xlsx           |                             | 403  403  200  200  403  403  403  404  door
GET  /customers/imports/pending/{hash}          | pending                     | 403  403  200  200  403  403  403  404  door
POST /customers/imports/pending/{hash}          | pending                     | 403  403  303  303  403  403  403  404  401
GET  /customers/imports/{number}                | import                      | 403  403  200  200  403  403  403  404  door
POST /customers/imports/{number}/removal        | import                      | 403  403  303  303  403  403  403  404  401
GET  /customers/{number}                        | client                      | 200  200  200  200  200  200  200  404  door
POST /customers/{number}                        | client                      | 403  403  422  422  422  403  403  404  401
GET  /customers/{number}/edit                   | client                      | 403  403  200  200  200  403  403  404  door
GET  /customers/{number}/history                | client                      | 200  200  200  200  200  200  200  404  door
POST /customers/{number}/keeper                 | client                      | 422  403  422  422  403  403  403  404  401
GET  /customers/{number}/merger                 | client                      | 403  403  200  200  403  403  403  404  door
POST /customers/{number}/merger                 | client                      | 403  403  422  422  403  403  403  404  401
GET  /customers/{number}/people/new             | client                      | 403  403  200  200  200  403  403  404  door
POST /customers/{number}/people                 | client                      | 403  403  422  422  422  403  403  404  401
GET  /customers/{number}/people/{id}            | client person               | 403  403  200  200  200  403  403  404  door
POST /customers/{number}/people/{id}            | client person               | 403  403  422  422  422  403  403  404  401
POST /customers/{number}/people/{id}/absence    | client person               | 403  403  303  303  303  403  403  404  401
GET  /notices                                   |                             | 200  200  200  200  200  200  200  404  door
GET  /notices.xlsx                              |                             | 200  200  200  200  200  200  200  404  door
POST /notices/reading                           |                             | 303  303  303  303  303  303  303  404  401
POST /notices/{id}/reading                      | told                        | 404  404  404  404  303  404  404  404  401
GET  /live                                      |                             | 200  200  200  200  200  200  200  200  door
GET  /tasks                                     |                             | 200  200  200  200  200  200  200  200  door
GET  /calendar                                  |                             | 200  200  200  200  200  200  200  200  door
GET  /calendar/feed                             |                             | 200  200  200  200  200  200  200  200  door
POST /calendar/feed                             |                             | 303  303  303  303  303  303  303  303  401
POST /calendar/feed/removal                     |                             | 303  303  303  303  303  303  303  303  401
GET  /calendar.ics                              | ?key=x                      | 404  404  404  404  404  404  404  404  404
GET  /                                          |                             | 200  200  200  200  200  200  200  200  door
GET  /handbook                                  |                             | 200  200  200  200  200  200  200  200  door
GET  /admin                                     |                             | 404  404  404  404  404  404  404  200  door
GET  /admin/calendar                            |                             | 404  404  404  404  404  404  404  200  door
POST /admin/calendar                            |                             | 403  403  403  403  403  403  403  422  401
POST /admin/calendar/confirmations              |                             | 403  403  403  403  403  403  403  404  401
GET  /admin/calendar/{day}                      | day                         | 404  404  404  404  404  404  404  200  door
POST /admin/calendar/{day}                      | day                         | 403  403  403  403  403  403  403  422  401
POST /admin/calendar/{day}/removal              | other_day                   | 403  403  403  403  403  403  403  303  401
GET  /admin/settings                            |                             | 404  404  404  404  404  404  404  200  door
POST /admin/settings                            |                             | 403  403  403  403  403  403  403  422  401
GET  /admin/outbox                              |                             | 404  404  404  404  404  404  404  200  door
POST /admin/outbox/tests                        |                             | 403  403  403  403  403  403  403  409  401
GET  /admin/trail                               |                             | 200  404  404  404  404  404  404  200  door
GET  /search                                    | ?q=2026                     | 200  200  200  200  200  200  200  404  door
GET  /contracts                                 |                             | 200  200  200  200  200  200  200  404  door
GET  /contracts.xlsx                            |                             | 200  200  200  200  200  200  200  404  door
GET  /projects/{number}/contracts               | implementation              | 200  200  200  200  200  200  200  404  door
GET  /projects/{number}/contracts/new           | implementation              | 403  403  403  403  200  403  403  404  door
POST /projects/{number}/contracts               | implementation              | 403  403  403  403  422  403  403  404  401
GET  /contracts/{number}                        | contract                    | 200  200  200  200  200  200  200  404  door
GET  /contracts/{number}/summary                | contract                    | 200  200  200  200  200  200  200  404  door
GET  /contracts/{number}/history                | contract                    | 200  200  200  200  200  200  200  404  door
GET  /contracts/{number}/edit                   | draft_contract              | 403  403  403  403  200  403  403  404  door
POST /contracts/{number}                        | draft_contract              | 403  403  403  403  422  403  403  404  401
GET  /contracts/{number}/moves/new              | draft_contract ?move=sign   | 403  403  403  403  200  403  403  404  door
POST /contracts/{number}/moves                  | draft_contract move=sign    | 403  403  403  403  422  403  403  404  401
POST /contracts/{number}/files                  | contract                    | 403  403  422  403  422  403  403  404  401
GET  /contracts/{number}/invoices/new           | contract                    | 403  403  200  403  200  403  403  404  door
POST /contracts/{number}/invoices               | contract                    | 403  403  422  403  422  403  403  404  401
GET  /contracts/{number}/invoices/{id}/voiding  | contract invoice            | 403  403  200  403  200  403  403  404  door
POST /contracts/{number}/invoices/{id}/voiding  | contract invoice            | 403  403  422  403  422  403  403  404  401
POST /contracts/{number}/invoices/{id}/files    | contract invoice            | 403  403  422  403  422  403  403  404  401
GET  /contracts/{number}/receipts/new           | contract                    | 403  403  200  403  200  403  403  404  door
POST /contracts/{number}/receipts               | contract                    | 403  403  422  403  422  403  403  404  401
GET  /contracts/{number}/receipts/{id}/voiding  | contract receipt            | 403  403  200  403  200  403  403  404  door
POST /contracts/{number}/receipts/{id}/voiding  | contract receipt            | 403  403  422  403  422  403  403  404  401
GET  /contracts/{number}/cares/new              | contract                    | 403  403  200  403  200  403  403  404  door
POST /contracts/{number}/cares                  | contract                    | 403  403  422  403  422  403  403  404  401
GET  /orders                                    |                             | 200  200  200  200  200  200  200  404  door
GET  /orders.xlsx                               |                             | 200  200  200  200  200  200  200  404  door
GET  /contracts/{number}/orders/new             | contract                    | 403  403  403  403  200  403  403  404  door
POST /contracts/{number}/orders                 | contract                    | 403  403  403  403  422  403  403  404  401
GET  /orders/{number}                           | order                       | 200  200  200  200  200  200  200  404  door
GET  /orders/{number}/edit                      | open_order                  | 403  403  403  403  200  403  403  404  door
POST /orders/{number}                           | open_order                  | 403  403  403  403  422  403  403  404  401
GET  /orders/{number}/cancellation              | order                       | 403  403  403  403  200  403  403  404  door
POST /orders/{number}/cancellation              | order                       | 403  403  403  403  422  403  403  404  401
GET  /orders/{number}/notices/new               | order                       | 403  403  200  403  200  403  403  404  door
POST /orders/{number}/notices                   | order                       | 403  403  422  403  422  403  403  404  401
GET  /notices/{number}                          | notice                      | 200  200  200  200  200  200  200  404  door
GET  /notices/{number}/withdrawal               | notice                      | 403  403  200  403  200  403  403  404  door
POST /notices/{number}/withdrawal               | notice                      | 403  403  422  403  422  403  403  404  401
GET  /notices/{number}/deliveries/new           | notice                      | 403  403  200  403  200  403  403  404  door
POST /notices/{number}/deliveries               | notice                      | 403  403  422  403  422  403  403  404  401
GET  /deliveries/{number}                       | delivery                    | 200  200  200  200  200  200  200  404  door
POST /deliveries/{number}/count                 | delivery                    | 403  403  422  403  422  403  403  404  401
GET  /deliveries/{number}/voiding               | delivery                    | 403  403  200  403  200  403  403  404  door
POST /deliveries/{number}/voiding               | delivery                    | 403  403  422  403  422  403  403  404  401
POST /deliveries/{number}/files                 | delivery                    | 403  403  422  403  422  403  403  404  401
GET  /files/{id}                                | file                        | 200  200  200  200  200  200  200  404  door
POST /files/{id}/removal                        | other_file                  | 403  403  303  403  303  403  403  404  401
POST /logout                                    |                             | 303  303  303  303  303  303  303  303  303
";

/// The requests by which something is decided, accepted, evaluated or commanded; all moves besides.
const DECISIONS: [&str; 23] = [
    "/handovers",
    "/acting",
    "/acting/{id}",
    "/plans",
    "/plans/{number}/edit",
    "/plans/metrics",
    "/plans/metrics/{code}",
    "/packages",
    "/packages/{number}/edit",
    "/projects",
    "/projects/{number}/directive",
    "/projects/{number}/clarifications/{id}",
    "/projects/{number}/acceptance/{position}",
    "/projects/{number}/summary/acceptance",
    "/projects/{number}/evaluation",
    "/projects/{number}/promise",
    "/projects/{number}/reward",
    "/projects/{number}/reward/payment",
    "/people/{username}/months/{month}/evaluation",
    "/people/{username}/probation",
    "/proposals/{number}/decision",
    "/requests/{number}/answer",
    "/projects/{number}/alerts/{id}",
];

/// A row of the table.
#[derive(Clone)]
pub struct Line {
    pub method: &'static str,
    pub pattern: &'static str,
    pub with: Vec<&'static str>,
    answers: Vec<&'static str>,
}

/// The table, read.
pub fn table() -> Vec<Line> {
    let lines = TABLE.lines().filter(|line| !line.is_empty()).map(|line| {
        let mut parts = line.split(" | ").map(|part| part.split_whitespace().collect::<Vec<_>>());
        let (Some(address), Some(with), Some(answers)) = (parts.next(), parts.next(), parts.next()) else {
            panic!("{line}: a row has three parts");
        };
        assert_eq!((address.len(), answers.len()), (2, EVERYBODY.len() + 1), "{line}");
        Line { method: address[0], pattern: address[1], with, answers }
    });
    lines.collect()
}

/// The address that a pattern stands for, and the fields that go with it.
pub fn address_of<'a>(prepared: &Prepared, pattern: &str, with: &[&'a str]) -> (String, Vec<(&'a str, &'a str)>) {
    let mut address = pattern.to_owned();
    let mut fields = Vec::new();
    for word in with {
        match (word.starts_with('?'), word.split_once('='), address.find('{'), address.find('}')) {
            (true, ..) => address.push_str(word),
            (false, Some(field), ..) => fields.push(field),
            (false, None, Some(from), Some(to)) => address.replace_range(from..=to, prepared.at(word)),
            _ => panic!("{pattern} has no place for {word}"),
        }
    }
    assert!(!address.contains('{'), "{pattern}: say what stands for its parameters");
    (address, fields)
}

/// Asks for a page, or for a change with these fields.
pub fn ask(visitor: &Visitor, method: &str, address: &str, fields: &[(&str, &str)]) -> Answer {
    if method == "GET" { visitor.get(address) } else { visitor.post(address, fields) }
}

fn is_as_said(answer: &Answer, said: &str) -> bool {
    match said {
        "door" => answer.status == 303 && answer.location.as_deref().is_some_and(|to| to.starts_with("/login")),
        "try" => matches!(answer.status, 422 | 429),
        "303" => answer.status == 303 && !answer.location.as_deref().is_some_and(|to| to.starts_with("/login?next")),
        said => answer.status.to_string() == said,
    }
}

#[test]
fn every_address_answers_every_role_as_the_table_says_and_writes_for_nobody_who_may_not() {
    let prepared = Prepared::department();
    let mut visitors = prepared.everybody();
    visitors.push(prepared.office.visitor());
    let mut wrong = Vec::new();
    for line in table() {
        let (address, fields) = address_of(&prepared, line.pattern, &line.with);
        let mut asked: Vec<(&Visitor, &str)> = visitors.iter().zip(line.answers.iter().copied()).collect();
        // Those who change something come last: it is still there for the others.
        asked.sort_by_key(|(_, said)| *said == "303");
        for (visitor, said) in asked {
            let before = prepared.written();
            let answer = ask(visitor, line.method, &address, &fields);
            let at = format!("{} {address} by {:?}", line.method, visitor.name());
            if !is_as_said(&answer, said) {
                wrong.push(format!("{at}: {} instead of {said}", answer.status));
            }
            if (line.method == "GET" || said != "303") && prepared.written() != before {
                wrong.push(format!("{at}: something was written"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    prepared.is_true();
}

#[test]
fn the_table_has_every_address() {
    let lines = table();
    let rows: Vec<_> = lines.iter().map(|line| (line.method, line.pattern)).collect();
    let routes = shuguang::app::routes().list;
    for route in &routes {
        assert_eq!(rows.iter().filter(|row| *row == route).count(), 1, "{route:?}: add it to the table, once");
    }
    for row in &rows {
        assert!(routes.contains(row), "{row:?} is no address any more");
    }
}

#[test]
fn advisers_have_no_request_that_decides_and_the_administrator_none_that_touches_a_project() {
    let lines = table();
    let refused = |answer: &str| matches!(answer, "403" | "404");
    for pattern in DECISIONS {
        let Some(line) = lines.iter().find(|line| line.method == "POST" && line.pattern == pattern) else {
            panic!("{pattern} is not in the table");
        };
        for (at, (name, role)) in EVERYBODY.iter().enumerate() {
            let commands = *role == Role::Commander;
            assert_eq!(refused(line.answers[at]), !commands, "{pattern} by {name}");
        }
    }
    let admin = EVERYBODY.iter().position(|(_, role)| *role == Role::Admin).expect("an administrator");
    for line in lines {
        let business = [
            "/projects",
            "/plans",
            "/packages",
            "/proposals",
            "/requests",
            "/consultations",
            "/contracts",
            "/orders",
            "/notices",
            "/deliveries",
            "/files",
            "/handovers",
        ]
        .iter()
        .any(|it| line.pattern.starts_with(it));
        if line.method == "POST" && business {
            assert!(refused(line.answers[admin]), "{}", line.pattern);
        }
    }
}

/// How somebody stands to the projects of the prepared department.
fn standing(name: &str) -> Standing {
    Standing { owns: name == "李伟", coordinates: name == "张敏", ..Standing::NONE }
}

/// What a move is answered that somebody with these roles asks for without saying anything.
fn expected(state: State, code: Move, roles: &[Role], standing: Standing) -> &'static [u16] {
    let may = |deed: Deed| by_role(roles, deed, Standing::NONE).is_some();
    // The abolished one never was issued.
    let issued = !matches!(state, State::DirectiveDraft | State::Abolished);
    match state.way(code) {
        _ if !may(Deed::SeeProjects) || !(issued || may(Deed::SeeDrafts)) => &[404],
        None => &[409],
        Some(_) if by_role(roles, code.deed(), standing).is_none() => &[403],
        Some(_) => &[303, 409, 422],
    }
}

#[test]
fn every_move_in_every_state_is_answered_by_the_road_and_the_powers_alone() {
    let prepared = Prepared::department();
    let visitors = prepared.everybody();
    let mut wrong = Vec::new();
    let mut theirs = Vec::new();
    let before = prepared.written();
    for state in State::ALL {
        let moves = format!("/projects/{}/moves", prepared.at(state.code()));
        for code in Move::ALL {
            for (visitor, (name, role)) in visitors.iter().zip(EVERYBODY) {
                let expected = expected(*state, *code, &[role], standing(name));
                if expected.contains(&303) {
                    theirs.push((moves.clone(), *code, visitor));
                    continue;
                }
                let answer = visitor.post(&moves, &[("move", code.code())]);
                if !expected.contains(&answer.status) {
                    wrong.push(format!("{state}: {code} by {name}: {} instead of {expected:?}", answer.status));
                }
            }
            if prepared.written() != before {
                wrong.push(format!("{state}: {code}: something was written"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} {:#?}", wrong.len(), &wrong[..wrong.len().min(30)]);
    // What is somebody's to do is done, or they are told what is missing or not said.
    for (moves, code, visitor) in theirs {
        let answer = visitor.post(&moves, &[("move", code.code())]);
        if !matches!(answer.status, 303 | 409 | 422) {
            answer.fail(&format!("{code} is theirs: {}", visitor.name()));
        }
    }
    prepared.is_true();
}

#[test]
fn who_stands_in_for_the_commander_decides_nothing_about_a_project_of_their_own() {
    let prepared = Prepared::department();
    let office = &prepared.office;
    let commander = office.sign_in("周立明");
    let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).expect("a day");
    office.act(&commander, |tx| {
        let acting = queries::find(tx, "李伟")?;
        changes::appoint(tx, &acting, day(12, 14), day(12, 18), "出差".into())
    });
    let acting = office.sign_in("李伟");
    let before = prepared.written();
    for state in State::ALL {
        for way in state.ways().filter(|way| way.code.deed().decides()) {
            let moves = format!("/projects/{}/moves", prepared.at(state.code()));
            acting.post(&moves, &[("move", way.code.code()), ("reason", "同意"), ("statement", "完")]).is(403);
        }
    }
    for line in table().iter().filter(|it| it.method == "POST" && DECISIONS.contains(&it.pattern)) {
        let about_a_project = line.pattern.starts_with("/projects/{number}/") && !line.pattern.ends_with("/directive");
        if about_a_project || line.pattern == "/proposals/{number}/decision" {
            let (address, _) = address_of(&prepared, line.pattern, &line.with);
            acting.post(&address, &[("verdict", "accept"), ("accepted", "passed"), ("reason", "同意")]).is(403);
        }
    }
    assert_eq!(prepared.written(), before, "something was written");
    // It is left to the commander, who decides on nothing else while away.
    let moves = format!("/projects/{}/moves", prepared.at("deliberation"));
    commander.get("/").is(200).shows(prepared.at("deliberation"));
    commander.post(&moves, &[("move", "return"), ("reason", "再改")]).is(303);
    office.act(&commander, |tx| {
        let period = queries::acting_periods(tx)?;
        changes::end_acting(tx, &period.iter().find(|it| it.starts_on == day(12, 14)).expect("one").id)
    });
    office.act(&commander, |tx| {
        let acting = queries::find(tx, "赵强")?;
        changes::appoint(tx, &acting, day(12, 14), day(12, 18), "出差".into())
    });
    for state in State::ALL {
        for way in state.ways().filter(|way| way.code.deed().decides()) {
            let moves = format!("/projects/{}/moves", prepared.at(state.code()));
            let answer = commander.post(&moves, &[("move", way.code.code()), ("reason", "同意"), ("statement", "完")]);
            assert!(matches!(answer.status, 403 | 409), "{} {}: {}", state, way.code, answer.status);
        }
    }
}
