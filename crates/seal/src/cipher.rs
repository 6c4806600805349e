//! SM4-GCM, HMAC-SM3 and hexadecimal digits: the only place that touches a cipher.
//!
//! A sealed text is `s1.` and the hexadecimal digits of nonce (12 bytes), ciphertext and tag (16).
//! The nonce is random; one key seals a handful of values, far below the 2^32 that random nonces of
//! 96 bits bear (NIST SP 800-38D §8.3).

use aes_gcm::aead::consts::U12;
use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{AesGcm, Nonce};
use hmac::{Hmac, Mac as _};
use sm3::Sm3;
use sm4::Sm4;
use zeroize::Zeroizing;

use crate::SealError;

type Sm4Gcm = AesGcm<Sm4, U12>;

/// A key of SM4: 128 bits.
pub(crate) type Key = Zeroizing<[u8; 16]>;

const VERSION: &str = "s1.";
const NONCE: usize = 12;

/// The digits of an empty value's sealed text: nonce and tag.
const LEAST_DIGITS: usize = 2 * (NONCE + 16);

/// Whether a text has the form of a sealed one: what a table holds from the time before its field
/// was sealed has not.
#[must_use]
pub fn is_sealed(text: &str) -> bool {
    let digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    text.strip_prefix(VERSION).is_some_and(|digits| {
        digits.len() >= LEAST_DIGITS && digits.len() % 2 == 0 && digits.bytes().all(digit)
    })
}

/// Why a sealed text does not open; the caller knows whose it is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Damaged;

/// Random bytes of the machine.
pub(crate) fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, SealError> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|error| SealError::Crypto(error.to_string()))?;
    Ok(bytes)
}

/// Seals `plaintext` for the place that `parts` name.
pub(crate) fn seal(key: &Key, parts: &[&[u8]], plaintext: &[u8]) -> Result<String, SealError> {
    let nonce = random::<NONCE>()?;
    let place = joined(parts);
    let payload = Payload {
        msg: plaintext,
        aad: &place,
    };
    let sealed = cipher(key).encrypt(&Nonce::<U12>::from(*nonce), payload);
    let sealed = sealed.map_err(|error| SealError::Crypto(error.to_string()))?;
    Ok(format!(
        "{VERSION}{}{}",
        hex(nonce.as_slice()),
        hex(&sealed)
    ))
}

/// Opens what was sealed for the same place by the same key.
pub(crate) fn open(
    key: &Key,
    parts: &[&[u8]],
    sealed: &str,
) -> Result<Zeroizing<Vec<u8>>, Damaged> {
    let digits = sealed.strip_prefix(VERSION).ok_or(Damaged)?;
    let bytes = unhex(digits).ok_or(Damaged)?;
    let (nonce, text) = bytes.split_at_checked(NONCE).ok_or(Damaged)?;
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| Damaged)?;
    let place = joined(parts);
    let payload = Payload {
        msg: text,
        aad: &place,
    };
    let plain = cipher(key).decrypt(&Nonce::<U12>::from(nonce), payload);
    plain.map(Zeroizing::new).map_err(|_| Damaged)
}

/// HMAC-SM3 (GB/T 15852.2-2024) over `parts`.
pub(crate) fn mac(key: &[u8], parts: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    // HMAC takes keys of any length; there is no length it refuses.
    let Ok(mut mac) = Hmac::<Sm3>::new_from_slice(key) else {
        return Zeroizing::new([0; 32]);
    };
    mac.update(&joined(parts));
    Zeroizing::new(mac.finalize().into_bytes().into())
}

fn cipher(key: &Key) -> Sm4Gcm {
    Sm4Gcm::new(&(**key).into())
}

/// The parts, each behind its length, so that no two different lists give the same bytes.
fn joined(parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
        bytes.extend(length.to_be_bytes());
        bytes.extend(*part);
    }
    bytes
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads hexadecimal digits; `None` when they are not, or not in pairs.
pub(crate) fn unhex(digits: &str) -> Option<Vec<u8>> {
    let value = |digit: &u8| char::from(*digit).to_digit(16);
    let pairs = digits.as_bytes().chunks(2).map(|pair| match pair {
        [high, low] => u8::try_from(value(high)? << 4 | value(low)?).ok(),
        _ => None,
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8998, appendix A.1: the library's GCM over SM4 is the standard's.
    #[test]
    fn the_libraries_compute_the_standards_example() {
        let key: [u8; 16] = unhex("0123456789abcdeffedcba9876543210")
            .unwrap()
            .try_into()
            .unwrap();
        let nonce: [u8; 12] = unhex("00001234567800000000abcd")
            .unwrap()
            .try_into()
            .unwrap();
        let message = unhex(
            "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd\
             eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa",
        );
        let place = unhex("feedfacedeadbeeffeedfacedeadbeefabaddad2").unwrap();
        let payload = Payload {
            msg: &message.unwrap(),
            aad: &place,
        };
        let sealed = Sm4Gcm::new(&key.into()).encrypt(&nonce.into(), payload);
        assert_eq!(
            hex(&sealed.unwrap()),
            "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735\
             d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d\
             83de3541e4c2b58177e065a9bf7b62ec"
        );
    }

    #[test]
    fn a_text_opens_where_it_was_sealed_and_nowhere_else() {
        let key = random::<16>().unwrap();
        let sealed = seal(&key, &[b"person", b"name"], "张三".as_bytes()).unwrap();
        let opened = open(&key, &[b"person", b"name"], &sealed).unwrap();
        assert_eq!(opened.as_slice(), "张三".as_bytes());
        for place in [
            [b"person".as_slice(), b"phone"],
            [b"perso", b"nname"],
            [b"", b"personname"],
        ] {
            assert_eq!(open(&key, &place, &sealed), Err(Damaged));
        }
        let other = random::<16>().unwrap();
        assert_eq!(open(&other, &[b"person", b"name"], &sealed), Err(Damaged));
    }

    #[test]
    fn one_altered_digit_anywhere_is_seen() {
        let key = random::<16>().unwrap();
        let sealed = seal(&key, &[b"p"], b"13812345678").unwrap();
        for at in 0..sealed.len() {
            let mut altered = sealed.clone().into_bytes();
            altered[at] = if altered[at] == b'0' { b'1' } else { b'0' };
            let altered = String::from_utf8(altered).unwrap();
            assert_eq!(open(&key, &[b"p"], &altered), Err(Damaged), "digit {at}");
        }
        for short in [
            "",
            "s1.",
            "s1.00",
            "s1.0",
            "s1.zz",
            &sealed[..sealed.len() - 2],
        ] {
            assert_eq!(open(&key, &[b"p"], short), Err(Damaged));
        }
    }

    #[test]
    fn a_sealed_text_is_told_by_its_form() {
        let key = random::<16>().unwrap();
        assert!(is_sealed(&seal(&key, &[b"p"], b"").unwrap()));
        assert!(is_sealed(&seal(&key, &[b"p"], b"x").unwrap()));
        for plain in ["", "s1.", "s1.00ff", "13812345678", "张三"] {
            assert!(!is_sealed(plain), "{plain}");
        }
    }

    #[test]
    fn the_same_value_never_looks_the_same() {
        let key = random::<16>().unwrap();
        let one = seal(&key, &[b"p"], b"x").unwrap();
        assert_ne!(one, seal(&key, &[b"p"], b"x").unwrap());
    }
}
