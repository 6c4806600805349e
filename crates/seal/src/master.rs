//! Master keys: 256 random bits each, a line of hexadecimal digits in a file that only the server's
//! own user can read. The first line wraps; the others still open what they wrapped.
//!
//! To change the key, add a line at the top, restart, let [`crate::Seal::rewrap`] run, and take the
//! old line away when it has nothing left to do. A lost file is the loss of every personal value:
//! keep a copy apart from the database's.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use base::sm3;
use zeroize::Zeroizing;

use crate::cipher::{Key, hex, mac, unhex};
use crate::{MasterKeyError, SealError, cipher};

/// One master key. It prints as its id, which tells nothing of it.
#[derive(Clone)]
pub struct MasterKey {
    id: String,
    bytes: Zeroizing<[u8; 32]>,
}

impl MasterKey {
    /// A new one.
    ///
    /// # Errors
    /// [`MasterKeyError::Random`].
    pub fn generate() -> Result<Self, MasterKeyError> {
        let bytes = cipher::random::<32>();
        let bytes = bytes.map_err(|error| MasterKeyError::Random(error.to_string()))?;
        Ok(Self::of(bytes))
    }

    fn of(bytes: Zeroizing<[u8; 32]>) -> Self {
        let digest = sm3(&[b"fengsui master key", bytes.as_slice()]).to_string();
        let id = digest.chars().take(16).collect();
        Self { id, bytes }
    }

    fn from_hex(digits: &str) -> Option<Self> {
        let bytes = Zeroizing::new(unhex(digits)?);
        let bytes: [u8; 32] = bytes.as_slice().try_into().ok()?;
        Some(Self::of(Zeroizing::new(bytes)))
    }

    /// The name under which wrapped keys remember it: 16 hexadecimal digits.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The key that wraps subjects' keys.
    pub(crate) fn wrapping(&self) -> Key {
        let derived = mac(self.bytes.as_slice(), &[b"fengsui wrap 1"]);
        let mut key = Key::default();
        key.iter_mut()
            .zip(derived.iter())
            .for_each(|(to, from)| *to = *from);
        key
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKey({})", self.id)
    }
}

/// The master keys of a server: never empty, the first one wraps.
#[derive(Clone, Debug)]
pub struct MasterKeys {
    current: MasterKey,
    earlier: Vec<MasterKey>,
}

impl MasterKeys {
    /// One key alone.
    #[must_use]
    pub const fn new(current: MasterKey) -> Self {
        Self {
            current,
            earlier: Vec::new(),
        }
    }

    /// The same keys with a new one before them.
    #[must_use]
    pub fn led_by(self, current: MasterKey) -> Self {
        let mut earlier = vec![self.current];
        earlier.extend(self.earlier);
        Self { current, earlier }
    }

    /// Reads the lines of a file; empty lines and lines that begin with `#` say nothing.
    ///
    /// # Errors
    /// [`MasterKeyError::Line`], [`MasterKeyError::Empty`].
    pub fn from_text(text: &str) -> Result<Self, MasterKeyError> {
        let lines = text.lines().map(str::trim).enumerate();
        let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let mut keys = lines.map(|(at, line)| {
            MasterKey::from_hex(line).ok_or(MasterKeyError::Line(at.saturating_add(1)))
        });
        let current = keys.next().ok_or(MasterKeyError::Empty)??;
        let earlier = keys.collect::<Result<_, _>>()?;
        Ok(Self { current, earlier })
    }

    /// Reads a file that only its owner may read.
    ///
    /// # Errors
    /// [`MasterKeyError`].
    pub fn read(path: &Path) -> Result<Self, MasterKeyError> {
        let failed = |error| MasterKeyError::File {
            path: path.to_owned(),
            error,
        };
        let mut file = File::open(path).map_err(failed)?;
        let mode = file.metadata().map_err(failed)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(MasterKeyError::Open(path.to_owned()));
        }
        let mut text = Zeroizing::new(String::new());
        file.read_to_string(&mut text).map_err(failed)?;
        Self::from_text(&text)
    }

    /// Writes a new file with one new key, mode 0600, on disk when this returns. A file that exists
    /// is left alone and is an error: nothing may overwrite the only copy of a key.
    ///
    /// # Errors
    /// [`MasterKeyError`].
    pub fn create(path: &Path) -> Result<Self, MasterKeyError> {
        let failed = |error| MasterKeyError::File {
            path: path.to_owned(),
            error,
        };
        let key = MasterKey::generate()?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        let mut file = options.open(path).map_err(failed)?;
        let line = Zeroizing::new(hex(key.bytes.as_slice()) + "\n");
        file.write_all(line.as_bytes()).map_err(failed)?;
        file.sync_all().map_err(failed)?;
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = File::open(folder.unwrap_or(Path::new("."))).map_err(failed)?;
        folder.sync_all().map_err(failed)?;
        Ok(Self::new(key))
    }

    /// The key that wraps.
    #[must_use]
    pub const fn current(&self) -> &MasterKey {
        &self.current
    }

    /// The key of this id.
    pub(crate) fn find(&self, id: &str) -> Result<&MasterKey, SealError> {
        let mut all = std::iter::once(&self.current).chain(&self.earlier);
        let found = all.find(|key| key.id == id);
        found.ok_or_else(|| SealError::MasterMissing(id.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_made_once_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        let made = MasterKeys::create(&path).unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let read = MasterKeys::read(&path).unwrap();
        assert_eq!(read.current().id(), made.current().id());
        assert!(MasterKeys::create(&path).is_err(), "never written over");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(
            MasterKeys::read(&path),
            Err(MasterKeyError::Open(_))
        ));
    }

    #[test]
    fn the_first_line_wraps_and_a_wrong_line_is_named() {
        let (one, two) = ("11".repeat(32), "22".repeat(32));
        let keys = MasterKeys::from_text(&format!("# of 2026\n\n{one}\n{two}\n")).unwrap();
        let first = MasterKey::from_hex(&one).unwrap();
        assert_eq!(keys.current().id(), first.id());
        assert!(keys.find(MasterKey::from_hex(&two).unwrap().id()).is_ok());
        assert!(matches!(
            MasterKeys::from_text(&format!("{one}\nshort")),
            Err(MasterKeyError::Line(2))
        ));
        assert!(matches!(
            MasterKeys::from_text("# nothing"),
            Err(MasterKeyError::Empty)
        ));
        assert!(!format!("{keys:?}").contains(&one));
    }
}
