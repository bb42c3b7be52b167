//! A department in which everything is there once: a project in every state, a measure, an opinion, a question, proposals, an
//! absence, a one-time link; and somebody of every role at a browser.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::NaiveDate;
use diesel::prelude::*;
use shuguang::customers::model::{ActivityKind, Objection, ObjectionKind, Outcome, Weight};
use shuguang::customers::solutions::changes::{Content, begin};
use shuguang::customers::{activities, objections, solutions, targets};
use shuguang::demo::dealings::{Contact, Happening, customer, happen};
use shuguang::demo::walk::Cast;
use shuguang::people::model::Person;
use shuguang::people::{changes, queries, secrets};
use shuguang::projects::control::queries::measures;
use shuguang::projects::deliberation::queries::opinions;
use shuguang::projects::moves::changes::{NewMeasure, Said, carry_out};
use shuguang::projects::pipeline::{Move, State};
use shuguang::store::schema::{
    acting_periods, advice, agenda_items, alerts, clarifications, contacts, customers, expenses, moves, notices, packages,
    plans, projects, proposals,
};
use shuguang::store::trail::Head;
use shuguang::trail::verify::verify;
use shuguang::words::Role;

use crate::office::{Office, Snapshot, Visitor};
use crate::story;

/// Everybody, in the order of the columns of tables.
pub const EVERYBODY: [(&str, Role); 8] = [
    ("周立明", Role::Commander),
    ("王芳", Role::Planner),
    ("张敏", Role::Coordinator),
    ("吴晓东", Role::Coordinator),
    ("李伟", Role::Sales),
    ("赵强", Role::Sales),
    ("陈静", Role::Specialist),
    ("管理员", Role::Admin),
];

/// The department.
pub struct Prepared {
    pub office: Office,
    pub cast: Cast,
    /// What stands for a parameter of an address, by what tables call it.
    pub names: BTreeMap<&'static str, String>,
}

impl Prepared {
    /// The department as its story leaves it; it is Tuesday, 2026-12-15, 10:00. The story is told once.
    pub fn department() -> Prepared {
        static TOLD: OnceLock<(Snapshot, Cast, BTreeMap<&'static str, String>)> = OnceLock::new();
        let (snapshot, cast, names) = TOLD.get_or_init(|| {
            let Prepared { office, cast, names } = Prepared::told();
            (office.kept(), cast, names)
        });
        Prepared { office: Office::again(snapshot, "2026-12-15 10:00"), cast: cast.clone(), names: names.clone() }
    }

    fn told() -> Prepared {
        let office = Office::open();
        let cast = story::cast(&office);
        for (name, role) in [("吴晓东", Role::Coordinator), ("孙丽", Role::Sales)] {
            office.add(name, &[role]);
        }
        office.program(|tx| {
            let newcomer = queries::find(tx, "孙丽")?;
            tx.change("join", &newcomer, Person { probation: true, ..newcomer.clone() }).map(|_| ())
        });
        let package = story::package(&office, &cast);
        let mut names = BTreeMap::new();
        for state in State::ALL {
            names.insert(state.code(), story::project_in(&office, &cast, &package, *state));
        }
        let mut prepared = Prepared { office, cast, names };
        prepared.name("other", "赵强");
        prepared.name("mine", "李伟");
        prepared.name("newcomer", "孙丽");
        prepared.name("owner", "李伟");
        prepared.name("day", "2026-10-01");
        prepared.name("other_day", "2026-10-02");
        prepared.name("metric", "contracts");
        prepared.name("1", "1");
        prepared.name("month", "2026-11");
        prepared.name("signed_amount", "signed_amount");
        prepared.name("first_step", "2.1");
        prepared.improved(&package);
        prepared.office.at("2026-12-15 10:00");
        prepared.dealings();
        prepared.questions();
        prepared.proposals();
        prepared.requests();
        prepared.consultations();
        prepared.reports(&package);
        prepared.expenses();
        crate::trade::prepare(&mut prepared);
        prepared.customers();
        prepared.handover(&package);
        prepared.meetings();
        prepared.rows();
        prepared
    }

    pub fn name(&mut self, name: &'static str, value: impl Into<String>) {
        self.names.insert(name, value.into());
    }

    /// What a name stands for.
    #[track_caller]
    pub fn at(&self, name: &str) -> &str {
        self.names.get(name).unwrap_or_else(|| panic!("nothing is called {name}"))
    }

    /// Everybody with a browser of their own, in the order of [`EVERYBODY`].
    pub fn everybody(&self) -> Vec<Visitor> {
        EVERYBODY.iter().map(|(name, _)| self.office.sign_in(name)).collect()
    }

    /// How long the trail is: it grows with everything that is written.
    pub fn written(&self) -> i64 {
        self.office.store().read(Head::read).map(|head| head.seq).unwrap_or_else(|error| panic!("{}", error.account()))
    }

    /// Fails the test unless everything recorded is true.
    #[track_caller]
    pub fn is_true(&self) {
        let proof = verify(self.office.store()).unwrap_or_else(|error| panic!("{}", error.account()));
        let findings: Vec<_> = proof.findings.iter().take(5).map(ToString::to_string).collect();
        assert!(findings.is_empty(), "{findings:#?}");
    }

    /// More projects, each before a gate that stands open, so that every form there is can be found on some
    /// page; it is Monday, 2026-12-28, 10:00.
    pub fn open_gates(&mut self) {
        let package = self.package_id();
        let theme = story::theme();
        for (name, state) in [
            ("acknowledged", State::DirectiveIssued),
            ("submitted_plan", State::Planning),
            ("heard", State::Deliberation),
            ("revised", State::Deliberation),
            ("accounted", State::Control),
            ("deviating", State::Implementation),
            ("amended", State::StopRequested),
            ("reported", State::Monitoring),
            ("closing", State::Monitoring),
            ("learned", State::Proposal),
            ("gathering", State::Planning),
        ] {
            let number = story::project_in(&self.office, &self.cast, &package, state);
            let mut walk = story::walk(&self.office, &self.cast, &theme, &number);
            let told = match name {
                "gathering" => walk.gather(),
                "submitted_plan" => walk.plan(),
                "heard" => walk.examine().and_then(|()| walk.hear()),
                "revised" => walk.draft("再收紧一步。"),
                "deviating" => walk.say(&self.cast.owner, Move::OpenControl, &Said::because("签约落后")),
                "amended" => {
                    story::amended(&walk);
                    Ok(())
                }
                "accounted" => walk.account("partly", "improve"),
                "closing" => walk.close(100_000),
                "learned" => walk.learn("推广到东北").map(|_| ()),
                _ => Ok(()),
            };
            told.unwrap_or_else(|error| panic!("{name}: {}", error.account()));
            self.name(name, number);
        }
        // The stories were told ahead of the clock.
        self.office.at("2026-12-28 10:00");
        self.link();
        let (owner, commander) = (self.office.sign_in("李伟"), self.office.sign_in("周立明"));
        let report = ["results", "course", "problems", "causes", "experience"].map(|part| (part, "如实"));
        let handed_in: Vec<(&str, &str)> = report.into_iter().chain([("version", "0"), ("then", "submit")]).collect();
        owner.post(&format!("/projects/{}/summary", self.at("reported")), &handed_in).is(303);
        let accept = [("verdict", "accept"), ("reason", "可行")];
        for title in ["推广到东北", "推广到西南"] {
            let number = self.proposal(title);
            commander.post(&format!("/proposals/{number}/decision"), &accept).is(303);
            if title == "推广到西南" {
                let page = commander.get(&format!("/projects/new?proposal={number}"));
                let directive = [("name", "推广到西南"), ("sort", "line"), ("package", self.at("package")), ("owner", "李伟")];
                let answer = commander.send(&page.form("/projects"), &directive);
                let grown = answer.is(303).location.clone().unwrap_or_default();
                self.name("grown", grown.split('/').nth(2).unwrap_or_default());
            }
        }
        let typed = [("title", "推广到西北"), ("background", "见效"), ("content", "推广"), ("effect", "新增签约")];
        let at = owner.post("/proposals", &typed).is(303).location.clone().unwrap_or_default();
        owner.post(&format!("{at}/submission"), &[]).is(303);
    }

    fn package_id(&self) -> String {
        let found = self.office.store().read(|conn| Ok(packages::table.select(packages::id).first(conn)?));
        found.unwrap_or_else(|error| panic!("{}", error.account()))
    }

    fn proposal(&self, title: &str) -> String {
        let found = self.office.store().read(|conn| {
            let row = proposals::table.filter(proposals::title.eq(title)).select(proposals::number);
            Ok(row.first(conn)?)
        });
        found.unwrap_or_else(|error| panic!("{}", error.account()))
    }

    /// A project sent back to implementation with a measure of its owner's.
    fn improved(&mut self, package: &str) {
        let number = story::project_in(&self.office, &self.cast, package, State::Control);
        let theme = story::theme();
        let mut walk = story::walk(&self.office, &self.cast, &theme, &number);
        walk.account("partly", "improve").expect("accounted for");
        let due_on = NaiveDate::from_ymd_opt(2026, 12, 8).expect("a day");
        let measure = NewMeasure { what: "样品改由本地仓发货".into(), person_id: self.cast.owner.id.clone(), due_on };
        let said = Said { measures: vec![measure], ..Said::because("同意改进") };
        walk.say(&self.cast.commander, Move::Improve, &said).expect("improved");
        let id = walk.project.clone();
        let all = self.office.store().read(|conn| measures(conn, &id)).unwrap_or_else(|error| panic!("{}", error.account()));
        self.name("measure", all.first().expect("a measure").id.clone());
        self.name("improved", number);
    }

    /// Work with customers in every state, in the project that is being carried out; and a customer that may be chosen.
    fn dealings(&mut self) {
        let theme = story::theme();
        let number = self.at("implementation").to_owned();
        let mut walk = story::walk(&self.office, &self.cast, &theme, &number);
        for contact in dealings() {
            let specialist = self.cast.specialists.first().filter(|_| contact.what.is_specialist_s());
            let told = walk.write(specialist.unwrap_or(&self.cast.owner), |tx, project| happen(tx, project, &contact));
            told.unwrap_or_else(|error| panic!("{contact:?}: {}", error.account()));
            walk.now += chrono::Duration::minutes(5);
        }
        let told = walk.write(&self.cast.owner, |tx, project| {
            customer(tx, "尚未选定有限公司")?;
            let mut target_of = |name: &str| {
                let it = customer(tx, name)?;
                targets::queries::find(tx, &project.id, &it.number)
            };
            let (target, it) = target_of("华信机电")?;
            let (passed, _) = target_of("宏达安装")?;
            let (other, _) = target_of("东方设备")?;
            let content = Content {
                content: "整套供应。".into(),
                list_fen: 10_000_000,
                price_fen: 9_800_000,
                valid_until: NaiveDate::from_ymd_opt(2027, 1, 31).expect("a day"),
            };
            let draft = begin(tx, project, &target, "年度供应".into(), None, content)?;
            let id = |all: Vec<Objection>| all.first().expect("an objection").id.clone();
            Ok([
                ("customer", it.number),
                ("solution", draft.number),
                ("activity", activities::queries::of_target(tx, &target.id, 1)?.first().expect("an activity").id.clone()),
                ("objection", id(objections::queries::of_target(tx, &target.id)?)),
                ("passed", id(objections::queries::of_target(tx, &passed.id)?)),
                ("offered", solutions::queries::of_target(tx, &other.id)?.first().expect("a solution").0.number.clone()),
            ])
        });
        for (name, value) in told.unwrap_or_else(|error| panic!("{}", error.account())) {
            self.name(name, value);
        }
    }

    /// A question about a directive, a professional's opinion, an absence to come, somebody's one-time link.
    fn questions(&mut self) {
        let (owner, specialist) = (self.office.sign_in("李伟"), self.office.sign_in("陈静"));
        let asked = format!("/projects/{}/clarifications", self.at("directive_issued"));
        owner.post(&asked, &[("question", "折扣是否含运费？")]).is(303);
        let hearing = format!("/projects/{}", self.at("deliberation"));
        let opinion = [("plan", "1"), ("stance", "against"), ("reason", "首单让步幅度过大。")];
        specialist.post(&format!("{hearing}/opinions"), &opinion).is(303);
        let commander = self.office.sign_in("周立明");
        let absence = [("acting", "赵强"), ("starts_on", "2027-06-01"), ("ends_on", "2027-06-04"), ("reason", "出差")];
        commander.post("/acting", &absence).is(303);
        self.link();
    }

    /// A one-time link of somebody's.
    fn link(&mut self) {
        let secret = self.office.secret().to_owned();
        let link = self.office.program(|tx| {
            let person = queries::find(tx, "孙丽")?;
            changes::new_link(tx, &person)
        });
        self.name("link", secrets::token(&secret, &link.id).unwrap_or_else(|error| panic!("{}", error.account())));
    }

    /// A draft of the owner's and a proposal that waits for a decision.
    fn proposals(&mut self) {
        let owner = self.office.sign_in("李伟");
        for (name, title) in [("draft", "推广到华南"), ("thrown_away", "推广到华北"), ("submitted", "推广到西南")]
        {
            let typed = [("title", title), ("background", "本轮做法见效"), ("content", "推广"), ("effect", "新增签约")];
            let answer = owner.post("/proposals", &typed);
            let at = answer.is(303).location.clone().unwrap_or_default();
            if name == "submitted" {
                owner.post(&format!("{at}/submission"), &[]).is(303);
            }
            self.name(name, at.trim_start_matches("/proposals/"));
        }
    }

    /// Requests of the owner's: one that waits, one that will be withdrawn, one that is answered.
    fn requests(&mut self) {
        let (owner, commander) = (self.office.sign_in("李伟"), self.office.sign_in("周立明"));
        for (name, title) in [("request", "首单折扣放宽"), ("withdrawn", "合同额放宽"), ("answered", "订金比例怎么定")]
        {
            let beyond =
                [("kind", "beyond_authority"), ("project", self.at("implementation")), ("matter", "discount"), ("up_to", "12")];
            let unsure = [("kind", "unsure"), ("project", ""), ("matter", ""), ("up_to", "")];
            let what = if name == "answered" { unsure } else { beyond };
            let texts = [("title", title), ("question", "客户要求再让两个点。"), ("proposal", "首单同意，续单恢复。")];
            let typed: Vec<_> = what.into_iter().chain(texts).collect();
            let at = owner.post("/requests", &typed).is(303).location.clone().unwrap_or_default();
            if name == "answered" {
                let answer = [("verdict", "granted"), ("instruction", "同意，订金三成。"), ("version", "1")];
                commander.post(&format!("{at}/answer"), &answer).is(303);
            }
            self.name(name, at.trim_start_matches("/requests/"));
        }
        // The planning assistant is asked about the one that waits.
        commander.post(&format!("/requests/{}/advice", self.at("request")), &[("wanted", "同类客户的先例？")]).is(303);
        let waiting = advice::table.select(advice::id);
        let id = self.office.store().read(|conn| Ok(waiting.first::<String>(conn)?));
        self.name("advice", id.unwrap_or_else(|error| panic!("{}", error.account())));
    }

    /// Consultations of the owner's: one that waits, one that will be withdrawn, one that is answered.
    fn consultations(&mut self) {
        let (owner, planner) = (self.office.sign_in("李伟"), self.office.sign_in("王芳"));
        for (name, title) in [("informed", "同行的供货周期"), ("not_consulted", "同行的折扣"), ("consultation", "展会的客流")]
        {
            let typed = [
                ("project", self.at("implementation")),
                ("title", title),
                ("background", "已问过两家，用来定报价。"),
                ("question", "一般是多少？"),
            ];
            let at = owner.post("/consultations", &typed).is(303).location.clone().unwrap_or_default();
            let form =
                planner.get(&at).forms().into_iter().find(|it| it.action.ends_with("/answer")).expect("the answer's form");
            if name == "informed" {
                planner.send(&form, &[("answer", "四周左右。"), ("sources", "行业协会")]).goes_to(&at);
            }
            self.name("consulted", form.action.split('/').nth(4).unwrap_or_default());
            self.name(name, at.trim_start_matches("/consultations/"));
        }
    }

    /// An emergency of the owner's that the commander has still to read, a stage that ended and waits to be reported on.
    fn reports(&mut self, package: &str) {
        let owner = self.office.sign_in("李伟");
        let typed = [
            ("kind", "emergency"),
            ("project", self.at("implementation")),
            ("title", "样机漏水"),
            ("happened_on", "2026-12-15"),
            ("happened_time", "08:30"),
            ("content", "接口漏水，已停机。"),
            ("handled", "换上备用样机。"),
        ];
        let at = owner.post("/reports", &typed).is(303).location.clone().unwrap_or_default();
        self.name("report", at.trim_start_matches("/reports/"));
        let weekly = [("content", "走访三家，一家愿意试用。"), ("handled", "样品不够。")];
        self.office.sign_in("孙丽").post("/reports/weekly/2026-W50", &weekly).is(303);
        self.name("week", "2026-W50");
        self.name("owed", format!("request-{}", self.at("request")));
        let number = story::project_in(&self.office, &self.cast, package, State::Planning);
        let theme = story::theme();
        let mut walk = story::walk(&self.office, &self.cast, &theme, &number);
        walk.plan().expect("a plan");
        let submitted = walk.write(&self.cast.owner, |tx, project| carry_out(tx, project, Move::Submit, &Said::default()));
        submitted.unwrap_or_else(|error| panic!("{}", error.account()));
        let ended = moves::table.inner_join(projects::table).filter(projects::number.eq(number.clone()));
        let ended = ended.filter(moves::code.eq(Move::Submit)).select(moves::id);
        let id = self.office.store().read(|conn| Ok(ended.first::<String>(conn)?));
        self.name("ended", id.unwrap_or_else(|error| panic!("{}", error.account())));
        self.name("finished_stage", number);
    }

    /// A special meeting of the coordinator's at which the owner is due, with matters of the owner's; and a regular one that nobody
    /// touched.
    fn meetings(&mut self) {
        let (coordinator, owner) = (self.office.sign_in("张敏"), self.office.sign_in("李伟"));
        let typed = [
            ("matter", "event"),
            ("title", "大客户流失分析"),
            ("about", "原因与对策。"),
            ("day", "2026-12-29"),
            ("time", "10:00"),
            ("minutes", "60"),
            ("people", "李伟"),
        ];
        let at = coordinator.post("/meetings", &typed).is(303).location.clone().unwrap_or_default();
        for (name, title) in [("matter", "回访名单"), ("gone_matter", "样品归还")] {
            owner.post(&format!("{at}/items"), &[("title", title), ("minutes", "10")]).is(303);
            let this = agenda_items::table.filter(agenda_items::title.eq(title)).select(agenda_items::id);
            let id = self.office.store().read(|conn| Ok(this.first::<String>(conn)?));
            self.name(name, id.unwrap_or_else(|error| panic!("{}", error.account())));
        }
        owner.post(&format!("{at}/leave"), &[("leave_reason", "出差")]).is(303);
        // Last week's is published, with a task of the owner's and one that is settled; this week's is in session.
        let (last, this) = (["补交样品清单 @李伟 12-28", "换展厅门锁 @李伟 12-28"], ["样品间加锁", "写错了的"]);
        let meetings: [(&str, &[&str], &[&str]); 2] = [("2026-W50", &last, &["close", "publish"]), ("2026-W51", &this, &[])];
        for (number, resolved, steps) in meetings {
            let at = format!("/meetings/{number}");
            coordinator.post(&format!("{at}/moves"), &[("move", "call")]).is(303);
            coordinator.post(&format!("{at}/moves"), &[("move", "open")]).is(303);
            let page = coordinator.get(&format!("{at}/session"));
            coordinator.send(&page.form(&format!("{at}/attendance")), &[]).is(303);
            let said = page.forms().into_iter().find(|it| it.action.ends_with("/record")).expect("a part of the agenda");
            for line in resolved {
                coordinator.send(&said, &[("resolution", line)]).is(303);
            }
            self.name("said", said.action.split('/').nth(4).unwrap_or_default());
            for step in steps {
                coordinator.post(&format!("{at}/moves"), &[("move", *step)]).is(303);
            }
        }
        for (name, value) in [
            ("published", "2026-W50"),
            ("held", "2026-W51"),
            ("resolution", "HJ-2026-001"),
            ("settled", "HJ-2026-002"),
            ("written", "HJ-2026-003"),
            ("gone_resolution", "HJ-2026-004"),
        ] {
            self.name(name, value);
        }
        coordinator.post("/resolutions/HJ-2026-002/outcome", &[("outcome", "已换"), ("then", "done")]).is(303);
        self.name("special", at.trim_start_matches("/meetings/"));
        self.name("meeting", "2026-W52");
    }

    /// Money that was spent in the project that is carried out.
    fn expenses(&mut self) {
        let owner = self.office.sign_in("李伟");
        let at = format!("/projects/{}/expenses", self.at("implementation"));
        let typed = [("line", "other"), ("amount", "800"), ("on_day", "2026-12-14"), ("note", "样品运费")];
        owner.post(&at, &typed).goes_to(&at);
        // The stories of other projects spend as well.
        let this = expenses::table.filter(expenses::note.eq("样品运费")).order(expenses::id.desc()).select(expenses::id);
        let id = self.office.store().read(|conn| Ok(this.first::<String>(conn)?));
        self.name("expense", id.unwrap_or_else(|error| panic!("{}", error.account())));
    }

    /// Customers of the owner's with somebody there, an import, a file that waits to be imported.
    fn customers(&mut self) {
        let (owner, coordinator) = (self.office.sign_in("李伟"), self.office.sign_in("张敏"));
        for (name, called) in [("client", "云岭展览有限公司"), ("namesake", "昆明云岭展览有限公司")] {
            let typed =
                [("name", called), ("grade", "b"), ("source", "visit"), ("person_name", "沈国栋"), ("person_part", "decides")];
            let at = owner.post("/customers", &typed).is(303).location.clone().unwrap_or_default();
            self.name(name, at.trim_start_matches("/customers/"));
        }
        let sent =
            coordinator.upload("/customers/imports", "file", "一.csv", "客户名称,电话\n瓯越商贸,0577-88540016".as_bytes());
        let sent = sent.is(303).location.clone().unwrap_or_default();
        let at = coordinator.post(&sent, &[]).is(303).location.clone().unwrap_or_default();
        self.name("import", at.trim_start_matches("/customers/imports/"));
        let sent = coordinator.upload("/customers/imports", "file", "二.csv", "客户名称\n双溪商贸".as_bytes());
        let sent = sent.is(303).location.clone().unwrap_or_default();
        self.name("pending", sent.trim_start_matches("/customers/imports/pending/"));
        let number = self.at("client").to_owned();
        let id = self.office.store().read(|conn| {
            let people = contacts::table.inner_join(customers::table).filter(customers::number.eq(number));
            Ok(people.select(contacts::id).first::<String>(conn)?)
        });
        self.name("person", id.unwrap_or_else(|error| panic!("{}", error.account())));
    }

    /// A project of the owner's that another took and has still to confirm.
    fn handover(&mut self, package: &str) {
        let number = story::project_in(&self.office, &self.cast, package, State::Planning);
        let commander = self.office.sign_in("周立明");
        let page = commander.get(&format!("/handovers/new?project={number}"));
        let typed = [("to", "赵强"), ("reason", "负责人下月外派"), ("note", "先看客户名单")];
        let at = commander.send(&page.form("/handovers"), &typed).is(303).location.clone().unwrap_or_default();
        self.name("handed", number);
        self.name("handover", at.trim_start_matches("/handovers/"));
    }

    /// What has its number or its id from the tables.
    fn rows(&mut self) {
        let number = self.at("deliberation").to_owned();
        let carried_out = self.at("implementation").to_owned();
        let alert = self.office.store().read(|conn| {
            let of = projects::table.filter(projects::number.eq(carried_out)).select(projects::id);
            let rows = alerts::table.filter(alerts::project_id.eq_any(of)).filter(alerts::passed_on.is_null());
            let today = NaiveDate::from_ymd_opt(2026, 12, 15);
            let rows = rows.filter(alerts::fires_on.le(today));
            Ok(rows.order(alerts::id).select(alerts::id).first::<String>(conn)?)
        });
        self.name("alert", alert.unwrap_or_else(|error| panic!("{}", error.account())));
        let (plan, package, question, absence, opinion) = self
            .office
            .store()
            .read(|conn| {
                let hearing: String = projects::table.filter(projects::number.eq(number)).select(projects::id).first(conn)?;
                Ok((
                    plans::table.select(plans::number).first::<String>(conn)?,
                    packages::table.select(packages::number).first::<String>(conn)?,
                    clarifications::table.select(clarifications::id).first::<String>(conn)?,
                    acting_periods::table.select(acting_periods::id).first::<String>(conn)?,
                    opinions(conn, &hearing)?.into_iter().next().map(|it| it.id).unwrap_or_default(),
                ))
            })
            .unwrap_or_else(|error| panic!("{}", error.account()));
        let owner = self.cast.owner.id.clone();
        let theirs = notices::table.filter(notices::person_id.eq(owner)).filter(notices::read_at.is_null()).select(notices::id);
        let told = self.office.store().read(|conn| Ok(theirs.order(notices::id).first::<String>(conn)?));
        self.name("told", told.unwrap_or_else(|error| panic!("{}", error.account())));
        self.name("plan", plan);
        self.name("package", package);
        self.name("question", question);
        self.name("absence", absence);
        self.name("opinion", opinion);
    }
}

/// Three customers: the first with an activity and an objection to be dealt with, the second's was passed to specialists, the third's
/// came back with a solution and it was offered something.
pub fn dealings() -> Vec<Contact> {
    let mut all = Vec::new();
    for (index, customer) in ["华信机电", "宏达安装", "东方设备"].into_iter().enumerate() {
        let mut add = |what| all.push(Contact { customer: customer.into(), hours: 0, what });
        add(Happening::Chosen { grounds: "近期有采购计划。".into() });
        let (kind, said, result) = (ActivityKind::Visit, "登门拜访。".into(), Outcome::Advanced);
        add(Happening::Done { kind, said, result, next: Some(("送样品".into(), 1)) });
        add(Happening::Objects { kind: ObjectionKind::Quality, weight: Weight::Serious, said: "担心受潮变形。".into() });
        if index > 0 {
            add(Happening::Passes { asked: "怎样防潮？".into() });
        }
        if index > 1 {
            add(Happening::Designs { design: "改用防潮板。".into() });
            let (title, content) = ("防潮方案".into(), "防潮型柜体。".into());
            add(Happening::Offers { title, content, list: 10_000_000, price: 9_700_000 });
        }
    }
    all
}
