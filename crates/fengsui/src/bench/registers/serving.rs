//! The real server as a process of its own.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::Context;

use super::client::Client;

/// A running server; killed when dropped.
pub(super) struct Serving {
    process: Child,
    address: SocketAddr,
    passwords: HashMap<String, String>,
}

impl Serving {
    pub(super) fn start(url: &str, data: &Path) -> anyhow::Result<Self> {
        let mut process = Command::new(std::env::current_exe()?)
            .args([
                "serve",
                "--empty",
                "--listen",
                "127.0.0.1:0",
                "--device-listen",
                "127.0.0.1:0",
            ])
            .env("FENGSUI_DATA", data)
            .env("FENGSUI_DATABASE", url)
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the server")?;
        let out = process.stdout.take().context("the server says nothing")?;
        let mut lines = BufReader::new(out).lines();
        let mut passwords = HashMap::new();
        let address = loop {
            let line = lines.next().context("the server ended")??;
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["account", name, "password", secret, ..] => {
                    passwords.insert((*name).to_owned(), (*secret).to_owned());
                }
                ["screens", "and", "API", address, ..] => {
                    break address.trim_start_matches("http://").parse()?;
                }
                _ => {}
            }
        };
        // Somebody has to read on, or the server's next line finds nobody.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self {
            process,
            address,
            passwords,
        })
    }

    pub(super) fn client(&self, name: &str) -> anyhow::Result<Client> {
        let password = self.passwords.get(name).context("no such account")?;
        Client::sign_in(self.address, name, password)
    }

    /// Memory that belongs to the process alone and to no file, KiB.
    pub(super) fn memory(&self) -> u64 {
        let path = format!("/proc/{}/smaps_rollup", self.process.id());
        let rollup = std::fs::read_to_string(path).unwrap_or_default();
        let line = rollup
            .lines()
            .find_map(|line| line.strip_prefix("Anonymous:"));
        let number = line.and_then(|rest| rest.split_whitespace().next());
        number
            .and_then(|number| number.parse().ok())
            .unwrap_or_default()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        if self
            .process
            .kill()
            .and_then(|()| self.process.wait())
            .is_err()
        {
            tracing::warn!("the server of the benchmark did not end");
        }
    }
}
