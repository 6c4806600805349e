//! The accounts of a new house.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use access::{NewAccount, Role, Sets, ensure_first_accounts};
use anyhow::Context;
use base::Language;
use journal::Journal;

use super::say;

/// The accounts of a new house: one for each seat, two for the dispatchers, who are never alone.
fn first_accounts() -> Vec<NewAccount> {
    let seats = [
        ("dispatcher1", "接警员一", Role::Dispatcher),
        ("dispatcher2", "接警员二", Role::Dispatcher),
        ("monitor1", "监控值班员一", Role::MonitorOperator),
        ("station1", "队站通信员一", Role::StationCrew),
        ("leader1", "值班领导", Role::Leader),
        ("registrar1", "台账管理员", Role::Registrar),
        ("auditor1", "审计员", Role::Auditor),
        ("admin", "系统管理员", Role::Administrator),
    ];
    let account = |(username, name, role): (&str, &str, Role)| NewAccount {
        username: username.to_owned(),
        display_name: name.to_owned(),
        role,
        locale: Language::Zh,
        sets: Sets::default(),
    };
    seats.map(account).into()
}

/// Makes the first accounts of an empty house and shows their passwords once; a file that only the
/// owner can read keeps them until somebody deletes it.
pub(super) async fn announce_first_accounts(journal: &Journal, data: &Path) -> anyhow::Result<()> {
    let made = ensure_first_accounts(journal, first_accounts()).await?;
    if made.is_empty() {
        say(&format!(
            "accounts: as before (the first ones are in {})",
            data.join(FIRST).display()
        ));
        return Ok(());
    }
    let lines: String = made
        .iter()
        .map(|first| {
            let account = &first.account;
            format!(
                "account {} password {}  {}\n",
                account.username,
                first.password.reveal(),
                account.display_name
            )
        })
        .collect();
    std::fs::create_dir_all(data)?;
    let path = data.join(FIRST);
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&path)
        .with_context(|| format!("cannot write {}", path.display()))?;
    file.write_all(lines.as_bytes())?;
    say(&format!(
        "{lines}these are shown once; {} keeps them until you delete it",
        path.display()
    ));
    Ok(())
}

const FIRST: &str = "first-accounts.txt";
