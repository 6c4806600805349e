//! Passwords and keys that no log line can hold.

use std::fmt;

use serde::Deserialize;

/// A secret from the configuration. It can be read by who asks for it by name and by nobody else:
/// there is no `Display`, no `Serialize`, and `Debug` shows dots.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Keeps a secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret itself.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn it_is_read_from_a_configuration_and_never_shown() {
        let secret: Secret = serde_json::from_str("\"火钥匙\"").unwrap();
        assert_eq!(secret.reveal(), "火钥匙");
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }
}
