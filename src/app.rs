//! The application put together: its addresses, what holds for every request, the server. Production and tests start the
//! same one.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{HttpResponse, HttpServer, web};

use crate::clock::Clock;
use crate::config::{Config, SECRET_BYTES};
use crate::error::{Error, Result};
use crate::store::connection::Durability;
use crate::store::trail::hex;
use crate::store::{Actor, Store};
use crate::web::ctx::App;
use crate::web::live::Live;
use crate::web::{Ctx, Routes, assets, guard, session, trouble};

/// Every address of the program.
pub fn routes() -> Routes {
    let mut routes = Routes::default();
    routes.get("/health", health);
    crate::people::routes(&mut routes);
    crate::notices::routes(&mut routes);
    crate::plans::routes(&mut routes);
    crate::projects::routes(&mut routes);
    crate::files::routes(&mut routes);
    crate::proposals::routes(&mut routes);
    crate::correspondence::routes(&mut routes);
    crate::reports::routes(&mut routes);
    crate::customers::routes(&mut routes);
    crate::contracts::routes(&mut routes);
    crate::appraisals::routes(&mut routes);
    crate::handovers::routes(&mut routes);
    crate::meetings::routes(&mut routes);
    crate::tasks::routes(&mut routes);
    crate::duties::routes(&mut routes);
    crate::diary::routes(&mut routes);
    crate::outbox::routes(&mut routes);
    crate::search::routes(&mut routes);
    crate::history::routes(&mut routes);
    crate::dashboards::routes(&mut routes);
    crate::handbook::routes(&mut routes);
    crate::office::routes(&mut routes);
    crate::trail::routes(&mut routes);
    routes
}

/// The guards that the database itself keeps, in its own language.
pub fn guards() -> Vec<String> {
    crate::projects::guard::statements()
}

/// Opens the store of an installation and everything that requests share.
pub fn open(config: &Config, clock: Clock, durability: Durability) -> Result<App> {
    let secret = match &config.secret {
        Some(secret) => secret.clone(),
        None => secret_beside(&config.database, &config.files)?,
    };
    let store = Store::open(&config.database, durability, config.zone, &guards())?;
    store.write(Actor::program(), clock.now(), |tx| {
        crate::plans::changes::default_metrics(tx)?;
        crate::office::first::public_holidays(tx)
    })?;
    Ok(App {
        store,
        clock,
        files: config.files.clone(),
        secret,
        secure: config.is_secure(),
        public_url: config.public_url.clone(),
        post: config.post.clone(),
        live: Live::default(),
        patience: guard::PATIENCE,
    })
}

/// Starts to serve on a listener that is already bound.
pub fn serve(listener: TcpListener, app: App, workers: usize) -> Result<Server> {
    // Those who are only listening do not hold up the end.
    actix_web::rt::spawn(app.live.clone().ends_with_the_program());
    let app = web::Data::new(app);
    let server = HttpServer::new(move || {
        actix_web::App::new()
            .app_data(app.clone())
            .service(web::resource("/static/{name}").to(assets::serve))
            .service(web::scope("").wrap(session::middleware(&app)).configure(|config| routes().register(config)))
            .wrap(from_fn(guard::address))
            .wrap(from_fn(guard::origin))
            .wrap(from_fn(trouble::pages))
            .wrap(Compress::default())
            .wrap(from_fn(guard::headers))
            .wrap(from_fn(guard::time_limit))
    })
    .workers(workers)
    // A page goes out in several pieces; without this the last waits 40 ms for the browser to confirm the one before.
    .tcp_nodelay(true)
    .client_request_timeout(Duration::from_secs(5))
    .keep_alive(Duration::from_secs(75))
    .shutdown_timeout(5)
    .listen(listener)?
    .run();
    Ok(server)
}

/// `GET /health`: 200 when it can serve.
async fn health(ctx: Ctx) -> Result<HttpResponse> {
    let app = ctx.app.clone();
    ctx.counted(move || app.store.read(crate::store::trail::Head::read).map(|_| ())).await?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n"))
}

/// The secret in a file beside the database, made on first start, readable by its owner only.
fn secret_beside(database: &str, files: &Path) -> Result<String> {
    let folder = match database.contains("://") {
        true => files.parent().map(Path::to_path_buf).unwrap_or_default(),
        false => Path::new(database).parent().map(Path::to_path_buf).unwrap_or_default(),
    };
    let file = folder.join("secret");
    match std::fs::read_to_string(&file) {
        Ok(secret) if secret.trim().len() >= SECRET_BYTES => Ok(secret.trim().to_owned()),
        Ok(_) => Err(Error::broken(format!("{} is too short; remove it and a new one is made", file.display()))),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => make_secret(&file),
        Err(cause) => Err(Error::broken(format!("cannot read {}: {cause}", file.display()))),
    }
}

fn make_secret(file: &PathBuf) -> Result<String> {
    use std::io::Write;
    let mut random = [0; 48];
    getrandom::fill(&mut random).map_err(|cause| Error::broken(format!("no random numbers: {cause}")))?;
    let secret = hex(&random);
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file)?;
    file.write_all(secret.as_bytes())?;
    file.sync_all()?;
    Ok(secret)
}
