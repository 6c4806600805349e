//! SM2 signatures (GB/T 32918.2-2016) over the ends of sealings.
//!
//! The chain makes every change visible to whoever holds a later link; a signature makes a
//! rewritten chain visible too, to whoever holds the public key. One signature covers all places
//! before it, because each link covers the one before.

use std::fmt;

use base::{Digest, sm3};
use sm2::dsa::signature::{Signer, Verifier};
use sm2::dsa::{Signature, SigningKey, VerifyingKey};

/// The identity that GB/T 35276 prescribes where no other is agreed.
const IDENTITY: &str = "1234567812345678";

/// The secret key a node seals with.
#[derive(Clone)]
pub struct SealKey(SigningKey);

/// The key that its signatures are checked with; give it to whoever audits.
#[derive(Clone)]
pub struct PublicSealKey(VerifyingKey);

/// A text that is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealKeyError {
    /// Not a secret key.
    #[error("the seal key is not 64 hexadecimal digits of an SM2 secret key")]
    Secret,
    /// Not a public key.
    #[error("the public seal key is not 130 hexadecimal digits (04, x, y) of an SM2 point")]
    Public,
    /// The operating system gives no random bytes.
    #[error("the operating system gives no random bytes to make a key from")]
    Random,
}

impl SealKey {
    /// A new key from the operating system's random bytes.
    ///
    /// # Errors
    /// [`SealKeyError::Random`].
    pub fn generate() -> Result<Self, SealKeyError> {
        // A random number outside the curve's order is next to impossible; draw again then.
        for _ in 0..8 {
            let mut secret = [0; 32];
            getrandom::fill(&mut secret).map_err(|_| SealKeyError::Random)?;
            if let Ok(key) = SigningKey::from_slice(IDENTITY, &secret) {
                return Ok(Self(key));
            }
        }
        Err(SealKeyError::Random)
    }

    /// Reads 64 hexadecimal digits.
    ///
    /// # Errors
    /// [`SealKeyError::Secret`].
    pub fn from_hex(text: &str) -> Result<Self, SealKeyError> {
        let bytes = bytes_of(text).ok_or(SealKeyError::Secret)?;
        let key = SigningKey::from_slice(IDENTITY, &bytes);
        key.map(Self).map_err(|_| SealKeyError::Secret)
    }

    /// The secret as hexadecimal digits: for the file it is kept in and nowhere else.
    #[must_use]
    pub fn reveal(&self) -> String {
        hex(&self.0.to_bytes())
    }

    /// The key to check with.
    #[must_use]
    pub fn public(&self) -> PublicSealKey {
        PublicSealKey(self.0.verifying_key().clone())
    }

    pub(crate) fn sign(&self, position: i64, link: Digest) -> Vec<u8> {
        let signature: Signature = self.0.sign(&message(position, link));
        signature.to_bytes().to_vec()
    }
}

impl PublicSealKey {
    /// Reads 130 hexadecimal digits.
    ///
    /// # Errors
    /// [`SealKeyError::Public`].
    pub fn from_hex(text: &str) -> Result<Self, SealKeyError> {
        let bytes = bytes_of(text).ok_or(SealKeyError::Public)?;
        let key = VerifyingKey::from_sec1_bytes(IDENTITY, &bytes);
        key.map(Self).map_err(|_| SealKeyError::Public)
    }

    pub(crate) fn accepts(&self, position: i64, link: Digest, signature: &[u8]) -> bool {
        let signature = Signature::from_slice(signature);
        signature.is_ok_and(|signature| self.0.verify(&message(position, link), &signature).is_ok())
    }
}

impl fmt::Display for PublicSealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0.to_sec1_bytes()))
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealKey(of {})", self.public())
    }
}

impl fmt::Debug for PublicSealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicSealKey({self})")
    }
}

fn message(position: i64, link: Digest) -> [u8; 32] {
    *sm3(&[b"fengsui seal", &position.to_be_bytes(), link.as_bytes()]).as_bytes()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes_of(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    let even = text.len().is_multiple_of(2).then_some(text)?;
    let pairs = (0..even.len()).step_by(2).map(|at| even.get(at..at + 2));
    pairs
        .map(|pair| u8::from_str_radix(pair?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_fits_its_place_and_link_alone() {
        let key = SealKey::generate().unwrap();
        let again = SealKey::from_hex(&key.reveal()).unwrap();
        let public = PublicSealKey::from_hex(&again.public().to_string()).unwrap();
        let signature = key.sign(7, Digest::ZERO);
        assert!(public.accepts(7, Digest::ZERO, &signature));
        assert!(!public.accepts(8, Digest::ZERO, &signature));
        assert!(!public.accepts(7, sm3(&[b"x"]), &signature));
        let stranger = SealKey::generate().unwrap().public();
        assert!(!stranger.accepts(7, Digest::ZERO, &signature));
    }

    #[test]
    fn what_is_no_key_is_refused_and_secrets_are_not_printed() {
        assert_eq!(SealKey::from_hex("00").unwrap_err(), SealKeyError::Secret);
        assert_eq!(SealKey::from_hex("火").unwrap_err(), SealKeyError::Secret);
        assert_eq!(
            PublicSealKey::from_hex("04zz").unwrap_err(),
            SealKeyError::Public
        );
        let key = SealKey::generate().unwrap();
        assert!(!format!("{key:?}").contains(&key.reveal()));
    }
}
