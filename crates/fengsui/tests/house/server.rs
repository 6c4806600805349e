//! A server of its own for a test.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::begun::begun;
use crate::pack::{Regions, pack};
pub use crate::person::{Answer, Person};

pub const BINARY: &str = env!("CARGO_BIN_EXE_fengsui");

/// A running `fengsui serve`, or a demonstration.
pub struct Server {
    process: Child,
    pub http: String,
    pub devices: String,
    pub data: PathBuf,
    pub database: String,
    pub passwords: HashMap<String, String>,
    command: &'static [&'static str],
    pack: PathBuf,
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
    /// A server of a city that has begun.
    pub fn start(on: &On) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let begun = begun(on);
        begun.copy_files(folder.path());
        let (database, drop_on) = database(on, folder.path(), |server, name| {
            begun.copy_database(server, name);
        });
        let passwords = begun.passwords.clone();
        let pack = pack(Regions::Few).to_owned();
        Self::over(folder, (&["serve"], pack), database, drop_on, passwords)
    }

    /// A server that finds nothing, as on the first day.
    pub fn start_new(on: &On, regions: Regions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (database, drop_on) = database(on, folder.path(), |server, name| {
            psql(server, &format!("CREATE DATABASE {name}"));
        });
        let pack = pack(regions).to_owned();
        Self::over(
            folder,
            (&["serve"], pack),
            database,
            drop_on,
            HashMap::new(),
        )
    }

    /// A synthetic city of this pack that lives five hundred times as fast as life.
    pub fn start_demo(on: &On, pack: PathBuf) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (database, drop_on) = database(on, folder.path(), |server, name| {
            psql(server, &format!("CREATE DATABASE {name}"));
        });
        let demo = (&["demo", "--speed", "500"][..], pack);
        Self::over(folder, demo, database, drop_on, HashMap::new())
    }

    fn over(
        folder: tempfile::TempDir,
        (command, pack): (&'static [&'static str], PathBuf),
        database: String,
        drop_on: Option<(String, String)>,
        passwords: HashMap<String, String>,
    ) -> Self {
        let data = folder.path().to_owned();
        let mut server = Self {
            process: spawn(&data, &database, command, &pack),
            http: String::new(),
            devices: String::new(),
            data,
            database,
            passwords,
            command,
            pack,
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
        self.process = spawn(&self.data, &self.database, self.command, &self.pack);
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

fn spawn(data: &Path, database: &str, command: &[&str], pack: &Path) -> Child {
    Command::new(BINARY)
        .args(command)
        .args(["--listen", "127.0.0.1:0", "--device-listen", "127.0.0.1:0"])
        .env("FENGSUI_DATA", data)
        .env("FENGSUI_DATABASE", database)
        .env("FENGSUI_PACK", pack)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap()
}

/// Where a house keeps its data, and what is to be dropped afterwards.
fn database(
    on: &On,
    folder: &Path,
    make: impl FnOnce(&str, &str),
) -> (String, Option<(String, String)>) {
    match on {
        On::Sqlite => (
            format!("sqlite:{}", folder.join("fengsui.db").display()),
            None,
        ),
        On::Postgres(server) => {
            let name = format!("t{}", uuid::Uuid::now_v7().simple());
            make(server, &name);
            let (before, _) = server.rsplit_once('/').unwrap();
            (format!("{before}/{name}"), Some((server.clone(), name)))
        }
    }
}

pub fn psql(server: &str, sql: &str) {
    let done = Command::new("psql")
        .args([server, "-qc", sql])
        .status()
        .unwrap();
    assert!(done.success(), "{sql}");
}
