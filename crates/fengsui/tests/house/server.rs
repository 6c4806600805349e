//! A server of its own for a test, and people who talk to it.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::pack::{Regions, pack};

pub const BINARY: &str = env!("CARGO_BIN_EXE_fengsui");

/// A running `fengsui serve`.
pub struct Server {
    process: Child,
    pub http: String,
    pub devices: String,
    pub data: PathBuf,
    pub database: String,
    pub passwords: HashMap<String, String>,
    regions: Regions,
    drop_on: Option<(String, String)>,
    _folder: tempfile::TempDir,
}

/// Where the data of a test lives.
pub enum On {
    Sqlite,
    Postgres(String),
}

/// The engines of this run; PostgreSQL only where `./test` started one.
pub fn engines() -> Vec<On> {
    let mut engines = vec![On::Sqlite];
    match std::env::var("FENGSUI_TEST_POSTGRES") {
        Ok(server) => engines.push(On::Postgres(server)),
        Err(_) => eprintln!("skipped on PostgreSQL: FENGSUI_TEST_POSTGRES names no server"),
    }
    engines
}

impl Server {
    pub fn start(on: &On) -> Self {
        Self::start_with(on, Regions::Few)
    }

    pub fn start_with(on: &On, regions: Regions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().to_owned();
        let (database, drop_on) = match on {
            On::Sqlite => (
                format!("sqlite:{}", data.join("fengsui.db").display()),
                None,
            ),
            On::Postgres(server) => {
                let name = format!("t{}", uuid::Uuid::now_v7().simple());
                psql(server, &format!("CREATE DATABASE {name}"));
                let (before, _) = server.rsplit_once('/').unwrap();
                (format!("{before}/{name}"), Some((server.clone(), name)))
            }
        };
        let mut server = Self {
            process: spawn(&data, &database, regions),
            http: String::new(),
            devices: String::new(),
            data,
            database,
            passwords: HashMap::new(),
            regions,
            drop_on,
            _folder: folder,
        };
        server.read_announcement();
        server
    }

    /// Kills the process as a power cut would and starts another over the same data.
    pub fn kill_and_restart(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        self.start_again();
    }

    /// Starts a stopped process again over its data, whatever it has become.
    pub fn start_again(&mut self) {
        self.process = spawn(&self.data, &self.database, self.regions);
        self.read_announcement();
    }

    /// Asks the process to end and waits for it.
    pub fn stop(&mut self) {
        let pid = self.process.id().to_string();
        assert!(Command::new("kill").arg(pid).status().unwrap().success());
        assert!(
            self.process.wait().unwrap().success(),
            "it did not end well"
        );
    }

    fn read_announcement(&mut self) {
        let mut lines = BufReader::new(self.process.stdout.take().unwrap()).lines();
        let began = Instant::now();
        self.devices.clear();
        while self.devices.is_empty() {
            let line = lines.next().expect("the server ended").unwrap();
            let words: Vec<_> = line.split_whitespace().collect();
            match words.as_slice() {
                ["account", name, "password", secret, ..] => {
                    self.passwords
                        .insert((*name).to_owned(), (*secret).to_owned());
                }
                ["screens", "and", "API", address, ..] => self.http = (*address).to_owned(),
                ["devices", address, ..] => {
                    self.devices = address.strip_prefix("tcp://").unwrap().to_owned();
                }
                _ => {}
            }
            assert!(
                began.elapsed() < Duration::from_secs(60),
                "it does not come up"
            );
        }
        // Somebody has to read on, or the server's next line finds nobody.
        std::thread::spawn(move || lines.for_each(drop));
    }

    pub fn person(&self, name: &str) -> Person {
        self.person_with(name, &self.passwords[name])
    }

    pub fn person_with(&self, name: &str, password: &str) -> Person {
        let mut person = Person::stranger(&self.http);
        let body = serde_json::json!({"username": name, "password": password});
        let answer = person.send("POST", "/api/v1/session", None, Some(&body));
        assert_eq!(answer.status, 200, "{}", answer.text);
        let cookie = answer.cookie.expect("no cookie");
        person.cookie = cookie.split(';').next().map(str::to_owned);
        person
    }

    pub fn device(&self) -> TcpStream {
        let socket = TcpStream::connect(&self.devices).unwrap();
        socket
            .set_read_timeout(Some(Duration::from_secs(15)))
            .unwrap();
        socket
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.process.kill().is_ok() {
            self.process.wait().ok();
        }
        if let Some((server, name)) = &self.drop_on {
            psql(server, &format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

fn spawn(data: &PathBuf, database: &str, regions: Regions) -> Child {
    Command::new(BINARY)
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--device-listen",
            "127.0.0.1:0",
        ])
        .env("FENGSUI_DATA", data)
        .env("FENGSUI_DATABASE", database)
        .env("FENGSUI_PACK", pack(regions))
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap()
}

fn psql(server: &str, sql: &str) {
    let done = Command::new("psql")
        .args([server, "-qc", sql])
        .status()
        .unwrap();
    assert!(done.success(), "{sql}");
}

/// Somebody with a browser's manners.
#[derive(Clone)]
pub struct Person {
    http: String,
    cookie: Option<String>,
    bearer: Option<String>,
    header: Option<(String, String)>,
    /// Keeps connections open, as a browser does.
    agent: ureq::Agent,
}

pub struct Answer {
    pub status: u16,
    pub cookie: Option<String>,
    pub etag: Option<String>,
    /// All headers, by their names in lower case.
    pub headers: HashMap<String, String>,
    pub bytes: Vec<u8>,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }
}

impl Person {
    pub fn stranger(http: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(30)));
        Self {
            http: http.to_owned(),
            cookie: None,
            bearer: None,
            header: None,
            agent: ureq::Agent::new_with_config(config.build()),
        }
    }

    /// The same person with a header of their own.
    pub fn with_header(&self, name: &str, value: &str) -> Self {
        Self {
            header: Some((name.to_owned(), value.to_owned())),
            ..self.clone()
        }
    }

    /// Another system with its API token.
    pub fn machine(http: &str, token: &str) -> Self {
        Self {
            bearer: Some(format!("Bearer {token}")),
            ..Self::stranger(http)
        }
    }

    /// What a browser would send along.
    pub fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None, None)
    }

    /// The answer once it holds what is expected: counts and jobs follow the journal a little later.
    pub fn until(&self, path: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let patience = Instant::now() + Duration::from_secs(15);
        loop {
            let answer = self.get(path);
            assert_eq!(answer.status, 200, "{path}: {}", answer.text);
            let found = answer.json();
            if fits(&found) {
                return found;
            }
            assert!(
                Instant::now() < patience,
                "{path} does not come to what is expected: {found}"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The lines of an event stream, as they come.
    pub fn follow(&self, path: &str) -> impl Iterator<Item = String> + use<> {
        let mut request = ureq::http::Request::builder().uri(format!("{}{path}", self.http));
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let answer = self.agent.run(request.body(()).unwrap()).unwrap();
        assert_eq!(answer.status().as_u16(), 200, "{path}");
        let lines = BufReader::new(answer.into_body().into_reader()).lines();
        lines.map_while(Result::ok)
    }

    /// Sends a file's bytes as they are.
    pub fn upload(&self, path: &str, bytes: &[u8]) -> Answer {
        self.ask(
            "POST",
            path,
            None,
            Some(("application/octet-stream", bytes)),
        )
    }

    /// Posts for the version that the record was read at.
    pub fn post(&self, path: &str, etag: Option<&str>, body: &Value) -> Answer {
        self.send("POST", path, etag, Some(body))
    }

    pub fn send(
        &self,
        method: &str,
        path: &str,
        etag: Option<&str>,
        body: Option<&Value>,
    ) -> Answer {
        let body = body.map(Value::to_string);
        let body = body.as_deref().map(str::as_bytes);
        self.ask(
            method,
            path,
            etag,
            body.map(|body| ("application/json", body)),
        )
    }

    fn ask(
        &self,
        method: &str,
        path: &str,
        etag: Option<&str>,
        body: Option<(&str, &[u8])>,
    ) -> Answer {
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.http))
            .header("accept-language", "en");
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        if let Some(bearer) = &self.bearer {
            request = request.header("authorization", bearer);
        }
        if let Some((name, value)) = &self.header {
            request = request.header(name, value);
        }
        if let Some(etag) = etag {
            // What is read is asked for unless it is this, what is changed only if it is.
            let condition = if method == "GET" {
                "if-none-match"
            } else {
                "if-match"
            };
            request = request.header(condition, etag);
        }
        let answer = match body {
            Some((media, body)) => {
                let request = request.header("content-type", media);
                self.agent.run(request.body(body).unwrap())
            }
            // A request without a body says so: `()` would be sent in chunks.
            None if ["POST", "PUT"].contains(&method) => self.agent.run(request.body("").unwrap()),
            None => self.agent.run(request.body(()).unwrap()),
        };
        let mut answer = answer.unwrap();
        let header = |name: &str| {
            answer
                .headers()
                .get(name)
                .and_then(|v| v.to_str().ok())
                .map(str::to_owned)
        };
        let named = answer.headers().iter();
        let headers = named
            .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
        let headers: HashMap<String, String> = headers.collect();
        let cookie = header("set-cookie");
        let etag = header("etag");
        let stream = header("content-type").is_some_and(|kind| kind.contains("event-stream"));
        // A file's bytes are no text and are not looked at here.
        let mut bytes = Vec::new();
        if !stream {
            answer
                .body_mut()
                .as_reader()
                .read_to_end(&mut bytes)
                .unwrap();
        }
        Answer {
            status: answer.status().as_u16(),
            cookie,
            etag,
            headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
        }
    }
}
