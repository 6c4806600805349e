//! The accounts that a simulator sits down with: made once, with new passwords at each start that stand
//! nowhere but in this process, and a token for positions that ends with the day.

use std::time::Duration;

use access::{
    Access, AccountFilter, NewAccount, NewApiToken, Pass, Password, Role, Sets, permission,
};
use anyhow::Context;
use base::{Language, Uuid};

use super::http::Who;

/// Who the simulator is.
pub(super) struct Seats {
    pub(super) dispatcher: Who,
    pub(super) operator: Who,
    pub(super) crews: Who,
    pub(super) positions: Who,
}

const TOKEN: &str = "模拟定位网关（样例）";
/// How long a token lives: a demonstration that runs longer is started anew.
const TOKEN_LIFE: Duration = Duration::from_secs(7 * 24 * 3600);
/// Accounts are few; a house with more than this has no room for ours.
const MOST: u64 = 10_000;

impl Seats {
    pub(super) async fn take(access: &Access) -> anyhow::Result<Self> {
        let by = Pass::of_system("demo");
        let known = access
            .accounts(&by, &AccountFilter::default(), MOST, None)
            .await?;
        let seat = async |username: &str, name: &str, role: Role| -> anyhow::Result<Who> {
            let password = Password::readable()?;
            let text = password.reveal().to_owned();
            match known.iter().find(|account| account.username == username) {
                Some(account) => access.set_password(&by, account.id, password).await?,
                None => {
                    let account = NewAccount {
                        username: username.to_owned(),
                        display_name: name.to_owned(),
                        role,
                        locale: Language::Zh,
                        sets: Sets::default(),
                    };
                    access.create_account(&by, account, password).await?;
                }
            }
            Ok(Who::Person {
                username: username.to_owned(),
                password: text,
            })
        };
        Ok(Self {
            dispatcher: seat("sim.dispatcher", "模拟接警员（样例）", Role::Dispatcher).await?,
            operator: seat("sim.monitor", "模拟值班员（样例）", Role::MonitorOperator).await?,
            crews: seat("sim.crews", "模拟队站（样例）", Role::StationCrew).await?,
            positions: positions(access, &by).await?,
        })
    }
}

async fn positions(access: &Access, by: &Pass) -> anyhow::Result<Who> {
    let old = access.api_tokens(by).await?;
    let old: Vec<Uuid> = old
        .into_iter()
        .filter(|token| token.record.name == TOKEN && token.record.revoked_at.is_none())
        .map(|token| token.record.id)
        .collect();
    for id in old {
        access.revoke_api_token(by, id).await?;
    }
    let new = NewApiToken {
        name: TOKEN.to_owned(),
        permissions: vec![permission::POSITION_WRITE.to_owned()],
        sets: Sets::default(),
        expires_at: access.journal().clock().now().plus(TOKEN_LIFE),
    };
    let made = access.create_api_token(by, new).await;
    let (token, _) = made.context("a token for positions")?;
    Ok(Who::Machine {
        token: token.reveal().to_owned(),
    })
}
