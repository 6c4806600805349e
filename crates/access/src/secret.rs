//! Secrets: password hashes, session tokens, first passwords.
//!
//! Invariants: nothing here is logged; [`Token`] and [`Password`] print as stars.

use std::fmt;

use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use base::sm3;

use crate::AccessError;

/// OWASP's Argon2id minimum (Password Storage Cheat Sheet): 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

fn crypto(error: impl fmt::Display) -> AccessError {
    AccessError::Crypto(error.to_string())
}

fn argon2() -> Result<Argon2<'static>, AccessError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(crypto)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn random<const N: usize>() -> Result<[u8; N], AccessError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(crypto)?;
    Ok(bytes)
}

/// A password as somebody typed it.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    /// A password as typed.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// A random one that can be read out: sixteen letters and digits that are not mistaken for one
    /// another, 79 bits.
    ///
    /// # Errors
    /// [`AccessError::Crypto`] where the machine gives no random bytes.
    pub fn readable() -> Result<Self, AccessError> {
        const LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
        let mut text = String::with_capacity(19);
        let mut count = 0;
        while count < 16 {
            for byte in random::<32>()? {
                // 31 is drawn again, so that every letter is as likely as any other.
                let Some(letter) = LETTERS.get(usize::from(byte & 31)) else {
                    continue;
                };
                if count == 16 {
                    break;
                }
                if count > 0 && count % 4 == 0 {
                    text.push('-');
                }
                text.push(char::from(*letter));
                count += 1;
            }
        }
        Ok(Self(text))
    }

    /// The text, for the one place that shows a first password.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub(crate) fn is_acceptable(&self) -> bool {
        (10..=256).contains(&self.0.chars().count())
    }

    /// Its hash. Takes some tens of milliseconds of a core: not for an async task.
    pub(crate) fn hash(&self) -> Result<String, AccessError> {
        let salt = SaltString::encode_b64(&random::<16>()?).map_err(crypto)?;
        let hash = argon2()?.hash_password(self.0.as_bytes(), &salt);
        Ok(hash.map_err(crypto)?.to_string())
    }

    /// Whether `hash` is of this password; `None` does the same work and says no.
    pub(crate) fn matches(&self, hash: Option<&str>) -> Result<bool, AccessError> {
        // Longer ones were never accepted; they are not worth hashing.
        let typed = if self.0.len() > 4096 { "" } else { &self.0 };
        let stored = PasswordHash::new(hash.unwrap_or(NOBODY)).map_err(crypto)?;
        let same = argon2()?.verify_password(typed.as_bytes(), &stored).is_ok();
        Ok(same && hash.is_some())
    }
}

/// A hash of nothing anybody knows, with our parameters: what is checked for an unknown name.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$ZmVuZ3N1aS1ub2JvZHk$vjbN1cyFvbVBRCd6GJZ7YrPlHqLgO7jK1eMmxnYmDTA";

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(***)")
    }
}

/// What a signed-in browser or machine shows: 256 random bits.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    pub(crate) fn new() -> Result<Self, AccessError> {
        let bytes = random::<32>()?;
        Ok(Self(bytes.iter().map(|b| format!("{b:02x}")).collect()))
    }

    /// A new API token: `fst_` and 256 random bits, so that a scanner for leaked secrets knows one.
    pub(crate) fn for_machine() -> Result<Self, AccessError> {
        Ok(Self(format!("{MACHINE}{}", Self::new()?.0)))
    }

    /// The text, for the cookie or for the one who asked for an API token.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(***)")
    }
}

const MACHINE: &str = "fst_";

/// Whether a text has the form of an API token and not of a session's.
pub(crate) fn is_api_token(token: &str) -> bool {
    token.starts_with(MACHINE)
}

/// The key of an API token's secret.
pub(crate) fn api_token_digest(token: &str) -> String {
    sm3(&[b"fengsui api token", token.as_bytes()]).to_string()
}

/// The key of a token's session.
pub(crate) fn session_id(token: &str) -> String {
    sm3(&[b"fengsui session", token.as_bytes()]).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_knows_its_password_and_nobody_matches_nothing() {
        let password = Password::new("correct horse battery");
        let hash = password.hash().unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        assert!(password.matches(Some(&hash)).unwrap());
        assert!(!Password::new("other").matches(Some(&hash)).unwrap());
        assert!(!password.matches(None).unwrap());
    }

    #[test]
    fn secrets_print_as_stars_and_first_passwords_are_readable() {
        let password = Password::readable().unwrap();
        assert!(password.is_acceptable());
        assert_eq!(password.reveal().len(), 19);
        assert_eq!(format!("{password:?}"), "Password(***)");
        let token = Token::new().unwrap();
        assert_eq!(token.reveal().len(), 64);
        assert_ne!(session_id(token.reveal()), token.reveal());
        assert_eq!(format!("{token:?}"), "Token(***)");
    }
}
