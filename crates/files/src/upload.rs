//! One file on its way in, and contents on their way out.

use std::io::{Seek as _, Write as _};
use std::ops::Range;

use base::{Digest, Uuid};
use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use journal::{Actor, Change, ChangeSet, Lane};
use object_store::buffered::BufWriter;
use object_store::{GetOptions, GetRange, ObjectStoreExt as _};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use sm3::{Digest as _, Sm3};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::attachment::{Column, Entity};
use crate::place::{CONTENTS, path_of};
use crate::{Attachment, Files, FilesError, Media, Subject, count_of, media, safe_name};

/// Bytes that are read and handed on at a time.
const PIECE: usize = 256 << 10;

/// A file that arrived whole and is kept nowhere yet; dropped, nothing of it stays.
pub struct Upload {
    file: std::fs::File,
    /// How long it is.
    pub bytes: u64,
    /// SM3 of its bytes.
    pub digest: Digest,
    /// What it is.
    pub media: Media,
}

/// What an upload becomes.
#[derive(Clone, Debug)]
pub struct About<'a> {
    /// The record that it hangs on.
    pub subject: Subject<'a>,
    /// What its sender calls it.
    pub name: &'a str,
    /// Who sent it.
    pub actor: Actor,
}

/// A content, or a part of one.
pub struct Content {
    /// How long the whole is.
    pub whole: u64,
    /// Which part is given.
    pub range: Range<u64>,
    /// Its bytes.
    pub stream: BoxStream<'static, Result<Bytes, std::io::Error>>,
}

impl Files {
    /// Takes in a file piece by piece. `expected` is what the sender says of its length, so that one
    /// which is too large is refused before its first byte.
    ///
    /// # Errors
    /// [`FilesError::TooLarge`], [`FilesError::Empty`], [`FilesError::CutOff`],
    /// [`FilesError::DiskFull`]; nothing stays then.
    pub async fn receive<S, E>(
        &self,
        expected: Option<u64>,
        mut pieces: S,
    ) -> Result<Upload, FilesError>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
    {
        let most = self.limits().largest;
        if expected.is_some_and(|bytes| bytes > most) {
            return Err(FilesError::TooLarge { most });
        }
        let mut file = tempfile::tempfile_in(&self.place().waiting)?;
        let mut hasher = Sm3::new();
        let mut bytes = 0_u64;
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(|_| FilesError::CutOff)?;
            bytes += piece.len() as u64;
            if bytes > most {
                return Err(FilesError::TooLarge { most });
            }
            hasher.update(&piece);
            // Some kilobytes into the page cache.
            file.write_all(&piece)?;
        }
        if expected.is_some_and(|expected| expected != bytes) {
            return Err(FilesError::CutOff);
        }
        if bytes == 0 {
            return Err(FilesError::Empty);
        }
        let digest = Digest::from_slice(&hasher.finalize()).unwrap_or(Digest::ZERO);
        let (file, media) = tokio::task::spawn_blocking(move || {
            let media = media::look(&file)?;
            Ok::<_, std::io::Error>((file, media))
        })
        .await
        .map_err(std::io::Error::other)??;
        Ok(Upload {
            file,
            bytes,
            digest,
            media,
        })
    }

    /// Keeps an upload: its content on disk first, then the entry that says what it hangs on.
    ///
    /// # Errors
    /// [`FilesError::TooMany`]; the store's and the journal's refusals. Content without an entry is
    /// swept later.
    pub async fn keep(&self, upload: Upload, about: About<'_>) -> Result<Attachment, FilesError> {
        let most = self.limits().most;
        let subject = &about.subject;
        let store = self.journal().store();
        if count_of(store, subject.kind, subject.id).await? >= most {
            return Err(FilesError::TooMany { most });
        }
        let digest = upload.digest.to_string();
        // What an attachment refers to stays at least a grace from now on; anything else is written
        // again, which makes it young.
        if !self.is_referred_to(&digest).await? {
            self.write_content(&digest, upload.file).await?;
        }
        let now = self.journal().clock().now();
        let place = upload.media.place;
        let attachment = Attachment {
            id: self.journal().new_id(),
            version: 0,
            subject_kind: subject.kind.to_owned(),
            subject: subject.id,
            name: safe_name(about.name),
            media_type: upload.media.media_type,
            bytes: i64::try_from(upload.bytes).unwrap_or(i64::MAX),
            digest,
            longitude_e7: place.map(|place| place.longitude_e7),
            latitude_e7: place.map(|place| place.latitude_e7),
            taken: upload.media.taken,
            by: about.actor.to_string(),
            region: subject.region.clone(),
            added_at: now.into(),
            removed_at: None,
        };
        let change = Change::of(&attachment, "attached", now)?;
        let set = ChangeSet::new(Lane::Dispatch, about.actor).with(change);
        self.journal().submit(set).await?;
        Ok(attachment)
    }

    /// Hangs the content of an attachment on further records too, in one change set: one content, many
    /// attachments. For records that are new: how much hangs on them is not looked at.
    ///
    /// # Errors
    /// The journal's refusal.
    pub async fn share(
        &self,
        of: &Attachment,
        on: &[Subject<'_>],
        actor: Actor,
    ) -> Result<(), FilesError> {
        let now = self.journal().clock().now();
        let by = actor.to_string();
        let mut set = ChangeSet::new(Lane::Import, actor);
        for subject in on {
            let attachment = Attachment {
                id: self.journal().new_id(),
                version: 0,
                subject_kind: subject.kind.to_owned(),
                subject: subject.id,
                by: by.clone(),
                region: subject.region.clone(),
                added_at: now.into(),
                removed_at: None,
                ..of.clone()
            };
            set = set.with(Change::of(&attachment, "attached", now)?);
        }
        if !set.is_empty() {
            self.journal().submit(set).await?;
        }
        Ok(())
    }

    async fn is_referred_to(&self, digest: &str) -> Result<bool, FilesError> {
        let found: Option<Uuid> = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::Digest.eq(digest))
            .filter(Column::RemovedAt.is_null())
            .limit(1)
            .into_tuple()
            .one(self.journal().store().reader())
            .await?;
        Ok(found.is_some())
    }

    async fn write_content(&self, digest: &str, mut file: std::fs::File) -> Result<(), FilesError> {
        file.rewind()?;
        let mut file = tokio::fs::File::from_std(file);
        let store = std::sync::Arc::clone(&self.place().store);
        let mut writer = BufWriter::new(store, path_of(CONTENTS, digest));
        let copied = copy(&mut file, &mut writer).await;
        if let Err(error) = copied {
            // Parts that arrived are taken back, as far as the store answers.
            if let Err(error) = writer.abort().await {
                tracing::debug!(%error, "parts of an upload stay until the store forgets them");
            }
            return Err(error);
        }
        // The store has it on disk when this returns. A writer that began to end cannot be aborted:
        // it panics; a folder's half file goes with it, a store's parts when the store forgets them.
        writer.shutdown().await.map_err(of_writer)
    }

    /// A content, or the part that is asked for.
    ///
    /// # Errors
    /// [`FilesError::NotFound`] when the store has lost it; the store's refusal.
    pub async fn content(
        &self,
        attachment: &Attachment,
        range: Option<Range<u64>>,
    ) -> Result<Content, FilesError> {
        let options = GetOptions {
            range: range.map(GetRange::Bounded),
            ..GetOptions::default()
        };
        let path = path_of(CONTENTS, &attachment.digest);
        let found = self.place().store.get_opts(&path, options).await;
        let found = found.map_err(|error| match error {
            object_store::Error::NotFound { .. } => FilesError::NotFound,
            other => other.into(),
        })?;
        Ok(Content {
            whole: found.meta.size,
            range: found.range.clone(),
            stream: found.into_stream().map_err(std::io::Error::other).boxed(),
        })
    }

    /// The whole of a content, for our own work.
    pub(crate) async fn whole(&self, digest: &str) -> Result<Bytes, FilesError> {
        let found = self.place().store.get(&path_of(CONTENTS, digest)).await?;
        Ok(found.bytes().await?)
    }
}

async fn copy(file: &mut tokio::fs::File, writer: &mut BufWriter) -> Result<(), FilesError> {
    let mut piece = vec![0; PIECE];
    loop {
        let read = file.read(&mut piece).await?;
        let Some(filled) = piece.get(..read).filter(|filled| !filled.is_empty()) else {
            return Ok(());
        };
        writer.write_all(filled).await.map_err(of_writer)?;
    }
}

/// A writer wraps the store's refusal.
fn of_writer(error: std::io::Error) -> FilesError {
    match error.downcast::<object_store::Error>() {
        Ok(error) => error.into(),
        Err(error) => error.into(),
    }
}
