//! What a house begins with. The first start of a city writes its tables, accounts and places, which
//! takes longer than most tests: it is done once for a run and engine, and each house gets a copy of
//! what the first server left. The place of the copies is made anew by every run.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::pack::Regions;
use crate::server::{On, Server, psql};

/// What the first server left behind.
pub struct Begun {
    data: PathBuf,
    /// The database to copy, where it is none of the files.
    template: Option<String>,
    /// The accounts that it told, by name.
    pub passwords: HashMap<String, String>,
}

static SQLITE: LazyLock<Begun> = LazyLock::new(|| begin(&On::Sqlite, "begun-sqlite"));
static POSTGRES: LazyLock<Begun> = LazyLock::new(|| {
    let server = std::env::var("FENGSUI_TEST_POSTGRES").unwrap();
    begin(&On::Postgres(server), "begun-postgres")
});

/// What a house on this engine begins with.
pub fn begun(on: &On) -> &'static Begun {
    match on {
        On::Sqlite => &SQLITE,
        On::Postgres(_) => &POSTGRES,
    }
}

impl Begun {
    /// Copies the files into an empty folder.
    pub fn copy_files(&self, to: &Path) {
        copy(&self.data, to);
    }

    /// Makes the database of a house on PostgreSQL.
    pub fn copy_database(&self, server: &str, name: &str) {
        let template = self.template.as_deref().unwrap();
        psql(
            server,
            &format!("CREATE DATABASE {name} TEMPLATE {template}"),
        );
    }
}

fn begin(on: &On, name: &str) -> Begun {
    let data = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    drop(fs::remove_dir_all(&data));
    fs::create_dir_all(&data).unwrap();
    let mut first = Server::start_new(on, Regions::Few);
    first.stop();
    copy(&first.data, &data);
    let template = match on {
        On::Sqlite => None,
        On::Postgres(server) => {
            let (_, made) = first.database.rsplit_once('/').unwrap();
            let template = format!("begun_{made}");
            psql(
                server,
                &format!("CREATE DATABASE {template} TEMPLATE {made}"),
            );
            Some(template)
        }
    };
    Begun {
        data,
        template,
        passwords: first.passwords.clone(),
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&to).unwrap();
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), &to).unwrap();
        }
    }
}
