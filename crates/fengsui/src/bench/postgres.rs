//! A scratch database on a PostgreSQL server, and pgbench with the same statements.

use std::io::Write;
use std::process::Command;

use anyhow::{Context, bail};
use sea_orm::{ConnectionTrait, Database};
use uuid::Uuid;

/// A database that is made for a run and dropped after it.
pub(crate) struct Scratch {
    server: String,
    name: String,
    /// Its address.
    pub(crate) url: String,
}

/// What one of our change sets writes, as one transaction. `\set` gives pgbench random parts; ids
/// come from the server, which is no slower than sending them.
const SCRIPT: &str = r"
BEGIN;
WITH e AS (INSERT INTO journal_entry (id, node, epoch, kind, subject, version, verb, event_at,
  recorded_at, actor, region, schema, body, hash) VALUES (gen_random_uuid(), 'n0123456789', 1,
  'bench_point', gen_random_uuid(), 1, 'reported', 1763884800123456, 1763884800123456, 'device:7',
  NULL, 1, decode(repeat('61', 110), 'hex'), decode(repeat('09', 32), 'hex')) RETURNING id)
INSERT INTO journal_pending SELECT id FROM e;
INSERT INTO bench_point (id, version, device, state, label) VALUES (gen_random_uuid(), 1, 7, 2,
  'three storeys up, corridor east');
COMMIT;
";

impl Scratch {
    pub(crate) async fn create(server: &str) -> anyhow::Result<Self> {
        let name = format!("fengsui_bench_{}", Uuid::now_v7().simple());
        let admin = Database::connect(server).await?;
        admin
            .execute_unprepared(&format!("CREATE DATABASE {name}"))
            .await?;
        admin.close().await?;
        let (before, _) = server
            .rsplit_once('/')
            .context("the address names no database")?;
        let url = format!("{before}/{name}");
        Ok(Self {
            server: server.to_owned(),
            name,
            url,
        })
    }

    pub(crate) async fn drop(self) -> anyhow::Result<()> {
        let admin = Database::connect(&self.server).await?;
        let drop = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        admin.execute_unprepared(&drop).await?;
        admin.close().await?;
        Ok(())
    }

    /// Transactions a second of pgbench.
    pub(crate) fn pgbench(&self, clients: usize, seconds: u64) -> anyhow::Result<f64> {
        let mut script = tempfile::NamedTempFile::new()?;
        script.write_all(SCRIPT.as_bytes())?;
        let program = find_pgbench();
        let output = Command::new(&program)
            .args(["--no-vacuum", "--protocol=prepared", "--jobs=2"])
            .arg(format!("--client={clients}"))
            .arg(format!("--time={seconds}"))
            .arg("--file")
            .arg(script.path())
            .arg(&self.url)
            .output()
            .with_context(|| format!("cannot start {program}"))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let line = text.lines().find(|line| line.starts_with("tps = "));
        let Some(rate) = line.and_then(|line| line.split_whitespace().nth(2)) else {
            bail!(
                "pgbench said: {text} {}",
                String::from_utf8_lossy(&output.stderr)
            );
        };
        Ok(rate.parse()?)
    }
}

/// On the path, or where Debian keeps it.
fn find_pgbench() -> String {
    let debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut found: Vec<_> = debian
        .map(|version| version.path().join("bin/pgbench"))
        .filter(|p| p.exists())
        .collect();
    found.sort();
    found
        .pop()
        .map_or_else(|| "pgbench".to_owned(), |path| path.display().to_string())
}
