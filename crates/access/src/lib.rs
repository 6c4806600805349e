//! Who may do what: accounts, roles, permissions, sessions; decided in one place, deny by default.

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
