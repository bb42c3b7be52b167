//! The command line of 曙光 Shuguang.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use shuguang::clock::Clock;
use shuguang::config::Config;
use shuguang::demo::seed::Size;
use shuguang::error::{Error, Kind, Result};
use shuguang::files::shelf::Shelf;
use shuguang::jobs::Jobs;
use shuguang::lang::Lang;
use shuguang::people::changes::Account;
use shuguang::people::{changes, queries, secrets};
use shuguang::store::connection::Durability;
use shuguang::store::{Actor, Store};
use shuguang::web::ctx::App;
use shuguang::words::Role;

/// 曙光 Shuguang: a sales department's road from directive to proposal.
#[derive(Parser)]
#[command(name = "shuguang", version, about)]
struct Line {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve (the default): bring the database up to date and answer browsers.
    Serve,
    /// Serve a demonstration department from a fresh database of its own, on loopback only.
    Demo {
        /// The office's time at which it begins, such as 2026-11-23T09:00; otherwise now.
        #[arg(long, value_parser = local_time)]
        now: Option<chrono::NaiveDateTime>,
    },
    /// Accounts from the terminal, for the day when nobody can sign in.
    Person {
        #[command(subcommand)]
        what: PersonCommand,
    },
    /// Fill an empty database with a large department for measuring; the same size and seed tell the same story.
    Seed {
        #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(6..=500))]
        people: u32,
        #[arg(long, default_value_t = 5000, value_parser = clap::value_parser!(u32).range(1..=50_000))]
        projects: u32,
        /// Records of work with customers.
        #[arg(long, default_value_t = 200_000, value_parser = clap::value_parser!(u32).range(0..=5_000_000))]
        activities: u32,
        #[arg(long, default_value_t = 1)]
        random_seed: u64,
        /// The office's time up to which the story is told, such as 2026-11-23T09:00; otherwise now.
        #[arg(long, value_parser = local_time)]
        now: Option<chrono::NaiveDateTime>,
    },
    /// Write the database and the attached files into one new file; the program may go on serving meanwhile.
    Backup {
        /// The file, which must not be there yet.
        file: PathBuf,
    },
    /// Put a backup back where there is neither a database nor a file yet.
    Restore {
        /// A file that `shuguang backup` made.
        file: PathBuf,
    },
    /// Check that everything recorded is true; a line for each finding, and exit 1 on any.
    Verify,
}

#[derive(Subcommand)]
enum PersonCommand {
    /// Add a person and print a one-time link by which they choose a password.
    Add {
        /// Their name; it is their account name too, unless one is given.
        name: String,
        /// commander, planner, coordinator, sales, specialist or admin; may be given more than once.
        #[arg(long = "role", required = true, value_parser = role)]
        roles: Vec<Role>,
        /// What they sign in with.
        #[arg(long)]
        username: Option<String>,
    },
    /// Print a one-time link by which somebody chooses a new password.
    Password {
        /// Account name or name.
        name: String,
    },
    /// List everybody.
    List,
}

fn role(text: &str) -> std::result::Result<Role, String> {
    Role::from_code(text).ok_or_else(|| {
        let codes: Vec<_> = Role::ALL.iter().map(|role| role.code()).collect();
        format!("a role is one of {}", codes.join(", "))
    })
}

fn local_time(text: &str) -> std::result::Result<chrono::NaiveDateTime, String> {
    chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")
        .map_err(|_| "a time is written like 2026-11-23T09:00".to_owned())
}

fn main() -> ExitCode {
    let line = Line::parse();
    let config = match Config::from_environment() {
        Ok(config) => config,
        Err(mistakes) => {
            for mistake in mistakes {
                eprintln!("shuguang: {mistake}");
            }
            return ExitCode::from(2);
        }
    };
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(&config.log))
        .with_writer(std::io::stderr)
        .init();
    let done = match line.command.unwrap_or(Command::Serve) {
        Command::Serve => serve(&config),
        Command::Demo { now } => demo(&config, now),
        Command::Person { what } => person(&config, what),
        Command::Seed { people, projects, activities, random_seed, now } => {
            let size = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
            let size = Size { people: size(people), projects: size(projects), activities: size(activities), random_seed };
            seed(&config, &size, now)
        }
        Command::Backup { file } => back_up(&config, &file),
        Command::Restore { file } => restore(&config, &file),
        Command::Verify => verify(&config),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("shuguang: {}", sentence(&error));
            ExitCode::from(1)
        }
    }
}

/// An error as somebody at a terminal reads it.
fn sentence(error: &Error) -> String {
    match &error.kind {
        Kind::Invalid(complaints) => {
            complaints.iter().map(|(field, it)| format!("{field}: {}", it.text(Lang::En))).collect::<Vec<_>>().join("; ")
        }
        Kind::Refused(said, _) => said.1.to_owned(),
        _ => error.reason(),
    }
}

fn serve(config: &Config) -> Result<ExitCode> {
    let listener = TcpListener::bind(config.listen)
        .map_err(|cause| Error::broken(format!("cannot listen on {}: {cause}", config.listen)))?;
    let app = shuguang::app::open(config, Clock::Wall, Durability::Full)?;
    let base = base(config);
    if app.store.read(queries::nobody)? {
        let link = app.store.write(Actor::program(), app.clock.now(), changes::setup_link)?;
        println!("There is nobody here yet. Open this one-time link to set up the first administrator and commander:");
        println!("  {base}/setup/{}", secrets::token(&app.secret, &link.id)?);
    }
    println!("曙光 serves at {base}");
    run(listener, app)
}

/// The demonstration never touches the real database: it has a folder of its own that goes with it.
fn demo(config: &Config, now: Option<chrono::NaiveDateTime>) -> Result<ExitCode> {
    let folder = std::env::temp_dir().join(format!("shuguang-demo-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let clock = now.map_or(Clock::Wall, |local| Clock::from(config.zone.moment(local)));
    let port = config.listen.port();
    let listener = TcpListener::bind(("127.0.0.1", port))
        .or_else(|_| TcpListener::bind(("127.0.0.1", 0)))
        .map_err(|cause| Error::broken(format!("cannot listen on 127.0.0.1: {cause}")))?;
    let address = listener.local_addr()?;
    let own = Config {
        listen: address,
        database: folder.join("demo.db").display().to_string(),
        files: folder.join("files"),
        secret: None,
        public_url: None,
        // A demonstration writes to nobody.
        post: shuguang::config::Post::default(),
        ..config.clone()
    };
    let app = shuguang::app::open(&own, clock, Durability::Scratch)?;
    shuguang::demo::department::tell(&app.store, config.zone, app.clock.now())?;
    println!("曙光 demonstration at http://{address}");
    println!("Accounts, all with the password {}:", shuguang::demo::story::PASSWORD);
    for (username, name, roles) in shuguang::demo::department::PEOPLE {
        let roles: Vec<_> = roles.iter().map(|role| Lang::Zh.say(role.name())).collect();
        println!("  {username:<12} {name}  {}", roles.join("、"));
    }
    println!("Ctrl-C ends it; nothing of it is kept.");
    let done = run(listener, app);
    std::fs::remove_dir_all(&folder)?;
    done
}

/// What can be told again need not be safe from a power cut while it is told.
fn seed(config: &Config, size: &Size, now: Option<chrono::NaiveDateTime>) -> Result<ExitCode> {
    let clock = now.map_or(Clock::Wall, |local| Clock::hand(config.zone.moment(local)));
    let app = shuguang::app::open(config, clock, Durability::Scratch)?;
    let tenth = (size.projects / 10).max(1);
    shuguang::demo::seed::sow(&app.store, config.zone, app.clock.now(), size, |told| {
        if told % tenth == 0 {
            eprintln!("{told} of {} projects", size.projects);
        }
    })?;
    println!("{} people, {} projects, {} activities in {}", size.people, size.projects, size.activities, config.database);
    println!("Accounts commander, planner, sales1 … have the password {}.", shuguang::demo::story::PASSWORD);
    Ok(ExitCode::SUCCESS)
}

fn run(listener: TcpListener, app: App) -> Result<ExitCode> {
    Jobs::of(&app).start();
    let workers = std::thread::available_parallelism().map_or(2, usize::from).clamp(2, 8);
    actix_web::rt::System::new()
        .block_on(async move { shuguang::app::serve(listener, app, workers)?.await.map_err(Error::from) })?;
    Ok(ExitCode::SUCCESS)
}

fn verify(config: &Config) -> Result<ExitCode> {
    check_there(config)?;
    let store = Store::open(&config.database, Durability::Full, config.zone, &shuguang::app::guards())?;
    let mut proof = shuguang::trail::verify::verify(&store)?;
    shuguang::trail::verify::attachments(&store, &Shelf::at(&config.files), &mut proof)?;
    for finding in &proof.findings {
        println!("{finding}");
    }
    if !proof.findings.is_empty() {
        eprintln!("shuguang: {} findings", proof.findings.len());
        return Ok(ExitCode::from(1));
    }
    println!("所有检查通过 / all checks passed: {} rows of the trail, {} records", proof.rows, proof.records);
    Ok(ExitCode::SUCCESS)
}

/// What is missing among the attached files does not keep the rest from being saved, but is told, and is exit 1.
fn back_up(config: &Config, file: &Path) -> Result<ExitCode> {
    if config.database.contains("://") {
        return Err(elsewhere("save the database with pg_dump, and after it the folder of SHUGUANG_FILES"));
    }
    check_there(config)?;
    let shelf = Shelf::at(&config.files);
    let made = shuguang::backup::back_up(&config.database, &shelf, file, Clock::Wall.now())?;
    println!(
        "备份已写好，并已逐项核对 / backed up and read back: {} ({} rows of the trail, {} files)",
        file.display(),
        made.rows,
        made.files.len()
    );
    for hash in &made.lacking {
        println!("{hash}: 附件缺失或已损坏，不在备份中 / attached file missing or damaged, not in the backup");
    }
    match made.lacking.len() {
        0 => Ok(ExitCode::SUCCESS),
        count => {
            eprintln!("shuguang: {count} attached files are not in the backup; `shuguang verify` says which they are");
            Ok(ExitCode::from(1))
        }
    }
}

fn restore(config: &Config, file: &Path) -> Result<ExitCode> {
    if config.database.contains("://") {
        return Err(elsewhere(
            "restore what pg_dump saved with psql or pg_restore, and the folder of SHUGUANG_FILES from its copy",
        ));
    }
    let made = shuguang::backup::restore(file, Path::new(&config.database), &config.files, Clock::Wall.now())?;
    println!(
        "已恢复 / restored: {} ({} rows of the trail), {} ({} files)",
        config.database,
        made.rows,
        config.files.display(),
        made.files.len()
    );
    println!("请用 shuguang verify 再核对一次 / `shuguang verify` checks everything once more");
    Ok(ExitCode::SUCCESS)
}

/// PostgreSQL has its own programs for this.
fn elsewhere(what: &str) -> Error {
    Error::broken(format!("this build keeps its data in PostgreSQL: {what}"))
}

/// Goes on only if there is a database already.
fn check_there(config: &Config) -> Result<()> {
    match config.database.contains("://") || std::path::Path::new(&config.database).exists() {
        true => Ok(()),
        false => Err(Error::broken(format!("there is no database at {}; SHUGUANG_DATABASE says where it is", config.database))),
    }
}

/// The address under which people reach the program.
fn base(config: &Config) -> String {
    config.public_url.clone().unwrap_or_else(|| match config.listen.ip().is_unspecified() {
        // Every address of this machine: here it is this one.
        true => format!("http://localhost:{}", config.listen.port()),
        false => format!("http://{}", config.listen),
    })
}

fn person(config: &Config, what: PersonCommand) -> Result<ExitCode> {
    if !matches!(what, PersonCommand::Add { .. }) {
        check_there(config)?;
    }
    let app = shuguang::app::open(config, Clock::Wall, Durability::Full)?;
    let now = app.clock.now();
    let (person, link) = match what {
        PersonCommand::List => {
            for it in app.store.read(queries::list)? {
                let roles: Vec<_> = it.roles.iter().map(|role| role.code()).collect();
                let left = if it.person.active { "" } else { "  (inactive)" };
                println!("{}  {}  {}{left}", it.person.username, it.person.name, roles.join(","));
            }
            return Ok(ExitCode::SUCCESS);
        }
        PersonCommand::Add { name, roles, username } => {
            let mut form = shuguang::web::Form::typed(
                shuguang::web::Fields::default().with("name", &name).with("username", username.unwrap_or_else(|| name.clone())),
            );
            let account: Account = shuguang::people::forms::new_account(&mut form);
            form.check()?;
            let account = Account { roles, ..account };
            app.store.write(Actor::program(), now, |tx| {
                let person = changes::add(tx, &account)?;
                let link = changes::new_link(tx, &person)?;
                Ok((person, link))
            })?
        }
        PersonCommand::Password { name } => app.store.write(Actor::program(), now, |tx| {
            let Some(person) = queries::by_any_name(tx, &name)? else {
                return Err(Error::broken(format!("there is nobody called {name:?}; `shuguang person list` shows everybody")));
            };
            let link = changes::new_link(tx, &person)?;
            Ok((person, link))
        })?,
    };
    println!("{} ({}) chooses a password here, within seven days:", person.name, person.username);
    println!("  {}/welcome/{}", base(config), secrets::token(&app.secret, &link.id)?);
    Ok(ExitCode::SUCCESS)
}
