//! The gate: which operation asks for which permission, and the answer for a pass.
//!
//! Invariant: an operation that no rule names and that is not in [`PUBLIC`] is refused to
//! everybody, so a forgotten rule closes a door instead of opening one.

use std::collections::HashMap;

use crate::Pass;

/// Which permission an operation of the API asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperationRule {
    /// HTTP method, upper case.
    pub method: &'static str,
    /// The path as routed, with `{id}` in braces: `/api/v1/alarms/{id}/verification`.
    pub path: &'static str,
    /// The permission: `alarm.verify`.
    pub permission: &'static str,
}

/// Operations for everybody, signed in or not: method and path as routed.
pub const PUBLIC: &[(&str, &str)] = &[
    ("POST", "/api/v1/session"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/api/v1/openapi.json"),
];

/// What the gate says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Go on.
    Allowed,
    /// Nobody is signed in, and the operation is for somebody.
    SignInFirst,
    /// This pass may not, or nobody may.
    Denied,
}

/// All rules of the program.
#[derive(Clone, Debug, Default)]
pub struct Gate {
    rules: HashMap<(&'static str, &'static str), &'static str>,
}

impl Gate {
    /// A gate of these rules. Two rules for one operation must not differ; the first one stays.
    #[must_use]
    pub fn new(rules: impl IntoIterator<Item = OperationRule>) -> Self {
        let mut gate = Self::default();
        for rule in rules {
            gate.rules
                .entry((rule.method, rule.path))
                .or_insert(rule.permission);
        }
        gate
    }

    /// The permission an operation asks for; `None` when no rule names it.
    #[must_use]
    pub fn permission(&self, method: &str, path: &str) -> Option<&'static str> {
        self.rules.get(&(served_as(method), path)).copied()
    }

    /// Whether who shows this pass may call `method` on the path as routed.
    #[must_use]
    pub fn decide(&self, method: &str, path: &str, pass: Option<&Pass>) -> Decision {
        if PUBLIC.contains(&(served_as(method), path)) {
            return Decision::Allowed;
        }
        match (self.permission(method, path), pass) {
            (_, None) => Decision::SignInFirst,
            (Some(permission), Some(pass)) if pass.permits(permission) => Decision::Allowed,
            _ => Decision::Denied,
        }
    }
}

/// HEAD is answered by the handler of GET and asks for the same.
fn served_as(method: &str) -> &str {
    if method == "HEAD" { "GET" } else { method }
}

#[cfg(test)]
mod tests {
    use base::Uuid;

    use super::*;
    use crate::{Role, Sets};

    fn pass(role: Role) -> Pass {
        Pass::of_account(Uuid::nil(), role, &Sets::default())
    }

    fn gate() -> Gate {
        Gate::new([OperationRule {
            method: "POST",
            path: "/api/v1/incidents",
            permission: "incident.command",
        }])
    }

    #[test]
    fn a_rule_is_asked_and_a_missing_rule_denies() {
        let gate = gate();
        let path = "/api/v1/incidents";
        assert_eq!(gate.decide("POST", path, None), Decision::SignInFirst);
        assert_eq!(
            gate.decide("POST", path, Some(&pass(Role::Dispatcher))),
            Decision::Allowed
        );
        assert_eq!(
            gate.decide("POST", path, Some(&pass(Role::Administrator))),
            Decision::Denied
        );
        for role in Role::ALL {
            assert_eq!(
                gate.decide("DELETE", path, Some(&pass(role))),
                Decision::Denied
            );
        }
    }

    #[test]
    fn the_public_list_needs_nobody() {
        let gate = Gate::default();
        for (method, path) in PUBLIC {
            assert_eq!(gate.decide(method, path, None), Decision::Allowed);
        }
        assert_eq!(gate.decide("HEAD", "/healthz", None), Decision::Allowed);
        assert_eq!(
            gate.decide("GET", "/api/v1/session", None),
            Decision::SignInFirst
        );
    }
}
