//! The addresses of the program, kept as they are registered, so that tests can walk through all of them.

use actix_web::guard::{self, Guard};
use actix_web::{FromRequest, Handler, Resource, Responder, web};

/// Registers addresses; every slice adds its own in its `routes`.
#[derive(Default)]
pub struct Routes {
    resources: Vec<(&'static str, Resource)>,
    /// Method and pattern of each, in the order registered.
    pub list: Vec<(&'static str, &'static str)>,
}

impl Routes {
    /// A page: answers to GET, and to HEAD with the same headers.
    pub fn get<F, Args>(&mut self, path: &'static str, handler: F)
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let reading = guard::Any(guard::Get()).or(guard::Head());
        self.add("GET", path, reading, handler);
    }

    /// A change.
    pub fn post<F, Args>(&mut self, path: &'static str, handler: F)
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.add("POST", path, guard::Post(), handler);
    }

    fn add<F, Args>(&mut self, method: &'static str, path: &'static str, guard: impl Guard + 'static, handler: F)
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.list.push((method, path));
        let route = web::route().guard(guard).to(handler);
        match self.resources.iter().position(|(known, _)| *known == path) {
            Some(at) => {
                let (path, resource) = self.resources.remove(at);
                self.resources.insert(at, (path, resource.route(route)));
            }
            None => self.resources.push((path, web::resource(path).route(route))),
        }
    }

    /// Hands the addresses to the server.
    pub fn register(self, config: &mut web::ServiceConfig) {
        for (_, resource) in self.resources {
            config.service(resource);
        }
    }
}
