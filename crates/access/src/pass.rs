//! 通行证 a pass: who acts, what they may do, and where. It is made of a role and sets here and
//! nowhere else, and everything that decides asks it.

use base::Uuid;
use journal::Actor;

use crate::permission::{KNOWS_UNITS, SESSION_OWN};
use crate::{Role, Scope, Sets, Subject};

/// What somebody may do, and where. The default may nothing, nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pass {
    bearer: Bearer,
    permissions: Vec<&'static str>,
    scope: Scope,
    organisation: Option<Uuid>,
}

/// Whom a pass was made out to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bearer {
    /// A person's account.
    Account(Uuid),
    /// An API token.
    Token(Uuid),
    /// A part of the program.
    System(&'static str),
    /// Nobody.
    #[default]
    Nobody,
}

impl Pass {
    /// The pass of a person's account. Sets that do not go with the role leave nothing but one's
    /// own session: better a seat without work than one that sees what it should not.
    #[must_use]
    pub fn of_account(account: Uuid, role: Role, sets: &Sets) -> Self {
        let fit = role.is_for_people() && sets.fit(role).is_ok();
        let permissions = role.permissions().iter().copied();
        let permissions = permissions.filter(|one| fit || *one == SESSION_OWN);
        Self {
            bearer: Bearer::Account(account),
            permissions: bound(permissions, sets),
            scope: Scope::of(role, sets),
            organisation: sets.organisation.filter(|_| fit),
        }
    }

    /// The pass of an API token: of the permissions written down those that role integration has
    /// today.
    #[must_use]
    pub fn of_token<T: AsRef<str>>(token: Uuid, permissions: &[T], sets: &Sets) -> Self {
        let given = |one: &&str| permissions.iter().any(|given| given.as_ref() == *one);
        let all = Role::Integration.permissions().iter().copied();
        Self {
            bearer: Bearer::Token(token),
            permissions: bound(all.filter(given), sets),
            scope: Scope::of(Role::Integration, sets),
            organisation: None,
        }
    }

    /// The pass of a part of the program that keeps accounts itself, for the whole city: the first
    /// accounts, a command on the machine. It opens no operation.
    #[must_use]
    pub fn of_system(part: &'static str) -> Self {
        Self {
            bearer: Bearer::System(part),
            permissions: Vec::new(),
            scope: Scope::everywhere(),
            organisation: None,
        }
    }

    /// Whom it was made out to.
    #[must_use]
    pub const fn bearer(&self) -> Bearer {
        self.bearer
    }

    /// Who acts, for the journal.
    #[must_use]
    pub fn actor(&self) -> Actor {
        match self.bearer {
            Bearer::Account(id) => Actor::account(id),
            Bearer::Token(id) => Actor::token(id),
            Bearer::System(part) => Actor::system(part),
            Bearer::Nobody => Actor::system("nobody"),
        }
    }

    /// All that it permits.
    #[must_use]
    pub fn permissions(&self) -> &[&'static str] {
        &self.permissions
    }

    /// Whether it permits this.
    #[must_use]
    pub fn permits(&self, permission: &str) -> bool {
        self.permissions.contains(&permission)
    }

    /// Where it counts.
    #[must_use]
    pub const fn scope(&self) -> &Scope {
        &self.scope
    }

    /// **The** question: may its bearer do this to that subject?
    #[must_use]
    pub fn may(&self, permission: &str, subject: &Subject<'_>) -> bool {
        self.permits(permission) && self.scope.admits(subject)
    }

    /// The organisation that its bearer acts for.
    #[must_use]
    pub const fn organisation(&self) -> Option<Uuid> {
        self.organisation
    }

    /// Whether it was made out to this account.
    #[must_use]
    pub fn is_of(&self, account: Uuid) -> bool {
        self.bearer == Bearer::Account(account)
    }
}

fn bound(all: impl Iterator<Item = &'static str>, sets: &Sets) -> Vec<&'static str> {
    let closer = sets.bind_closer_than_regions();
    all.filter(|one| !closer || KNOWS_UNITS.contains(one))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permission as p;

    #[test]
    fn sets_that_do_not_fit_leave_the_own_session_alone() {
        let stray = Sets {
            unit: Some(Uuid::from_u128(1)),
            ..Sets::default()
        };
        for (role, sets) in [
            (Role::GridWorker, Sets::default()),
            (Role::UnitManager, Sets::default()),
            (Role::Dispatcher, stray),
        ] {
            let pass = Pass::of_account(Uuid::nil(), role, &sets);
            assert_eq!(pass.permissions(), [p::SESSION_OWN], "{role}");
            assert!(!pass.scope().admits(&Subject::in_region(Some("140802"))));
        }
        let machine = Pass::of_account(Uuid::nil(), Role::Integration, &Sets::default());
        assert!(machine.permissions().is_empty());
    }

    #[test]
    fn who_is_bound_by_a_sector_is_refused_what_knows_regions_only() {
        let sets = Sets {
            sectors: vec!["education".parse().unwrap()],
            ..Sets::default()
        };
        let pass = Pass::of_account(Uuid::nil(), Role::Leader, &sets);
        for refused in [p::ALARM_READ, p::INCIDENT_READ, p::EVENT_READ] {
            assert!(!pass.permits(refused), "{refused}");
        }
        assert!(pass.permits(p::UNIT_READ));
        let school = Subject {
            sector: Some("education"),
            ..Subject::default()
        };
        assert!(pass.may(p::UNIT_READ, &school));
        assert!(!pass.may(p::UNIT_WRITE, &school));
        assert!(!pass.may(p::UNIT_READ, &Subject::in_region(Some("140802"))));
    }

    #[test]
    fn a_token_has_what_it_was_given_and_integration_has() {
        let given = ["unit.read", "account.manage", "people.personal", "no.such"];
        let pass = Pass::of_token(Uuid::from_u128(1), &given, &Sets::default());
        assert_eq!(pass.permissions(), ["unit.read"]);
        assert!(pass.actor().to_string().starts_with("token:"));
        assert!(Pass::default().permissions().is_empty());
        assert!(Pass::of_system("test").permissions().is_empty());
    }
}
