//! 附件 what hangs on a row: taken in, listed, handed out, taken away. It is as visible as its row,
//! and hung on and taken off by who may change the row; on a case by who may take part in its
//! register.

mod handing_out;

use api::{ApiLocation, ApiTime, Caller, PathOf, Problem, QueryOf};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use base::{Uuid, Wgs84};
use files::{About, Attachment, Preview, Subject};
use register::{LedgerError, Stored};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::read::{ActorView, Names, actor_view};
use super::{Answer, Asks, Operation};
use crate::Room;
use crate::problem::{of_files, of_ledger};

pub(super) use handing_out::{CONTENT, THUMBNAIL};

pub(super) const LIST: Operation = Operation {
    method: "GET",
    tail: "/{id}/attachments",
    writes: false,
    name: "attachments",
    summary: "What hangs on a row, the oldest first.",
    asks: Asks::Nothing,
    parameters: &[],
    answer: Answer::Attachments,
    serve: || get(list),
};

pub(super) const ADD: Operation = Operation {
    method: "POST",
    tail: "/{id}/attachments",
    writes: true,
    name: "attach",
    summary: "Hangs a file on a row; what it is is told by its bytes.",
    asks: Asks::Bytes,
    parameters: &[("name", "The file's name.")],
    answer: Answer::Attached,
    serve: || post(add),
};

pub(super) const REMOVE: Operation = Operation {
    method: "DELETE",
    tail: "/{id}/attachments/{attachment}",
    writes: true,
    name: "detach",
    summary: "Takes an attachment away; that it was there stays in the journal.",
    asks: Asks::Nothing,
    parameters: &[],
    answer: Answer::Nothing,
    serve: || delete(remove),
};

/// What hangs on a row.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterAttachments {
    items: Vec<AttachmentView>,
    /// The most bytes that one may have.
    largest: u64,
}

/// 附件 one attachment.
#[derive(Serialize, ToSchema)]
pub(crate) struct AttachmentView {
    id: Uuid,
    name: String,
    /// What it is, told by its bytes.
    media_type: String,
    bytes: i64,
    /// SM3 of its bytes.
    digest: String,
    /// picture, document or none: how a browser may show it.
    preview: &'static str,
    /// Whether there may be a small picture of it.
    thumbnail: bool,
    /// Where its camera says it was taken.
    #[schema(required)]
    location: Option<ApiLocation>,
    /// When its camera says so, by the camera's clock.
    #[schema(required)]
    taken: Option<String>,
    created_at: ApiTime,
    by: ActorView,
}

impl AttachmentView {
    fn of(one: Attachment, names: &Names) -> Self {
        let place = one.longitude_e7.zip(one.latitude_e7);
        let preview = Preview::of(&one.media_type);
        Self {
            id: one.id,
            name: one.name,
            bytes: one.bytes,
            digest: one.digest,
            preview: match preview {
                Preview::Picture => "picture",
                Preview::Document => "document",
                Preview::None => "none",
            },
            thumbnail: preview == Preview::Picture && one.media_type != "image/gif",
            media_type: one.media_type,
            location: place.map(|(longitude_e7, latitude_e7)| {
                let place = Wgs84 {
                    longitude_e7,
                    latitude_e7,
                };
                place.into()
            }),
            taken: one.taken,
            created_at: one.added_at.into(),
            by: actor_view(&one.by, names),
        }
    }
}

impl Room {
    fn subject_of(&self, row: &Stored) -> Subject<'static> {
        Subject {
            kind: self.def.key,
            id: row.id,
            region: row.region(self.def),
        }
    }

    async fn hanging(
        &self,
        caller: &Caller,
        (id, attachment): (Uuid, Uuid),
    ) -> Result<Attachment, Problem> {
        let row = self.seen(caller, id).await?;
        let subject = self.subject_of(&row);
        let found = self.shelf.files.attachment(&subject, attachment);
        found.await.map_err(of_files)
    }

    /// The row, as one that may be written to.
    async fn in_use(&self, caller: &Caller, id: Uuid) -> Result<Stored, Problem> {
        let row = self.seen(caller, id).await?;
        if row.retired_at.is_some() {
            return Err(of_ledger(LedgerError::Retired));
        }
        Ok(row)
    }
}

async fn list(
    State(room): State<Room>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
) -> Result<Json<RegisterAttachments>, Problem> {
    let row = room.seen(&caller, id).await?;
    let store = room.platform.journal.store();
    let found = files::attachments_of(store, room.def.key, row.id).await;
    let found = found.map_err(of_files)?;
    let names = room.names(found.iter().map(|one| one.by.as_str())).await?;
    let items = found
        .into_iter()
        .map(|one| AttachmentView::of(one, &names))
        .collect();
    Ok(Json(RegisterAttachments {
        items,
        largest: room.shelf.files.limits().largest,
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    #[serde(default)]
    name: String,
}

async fn add(
    State(room): State<Room>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    QueryOf(named): QueryOf<Named>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let row = room.in_use(&caller, id).await?;
    let length = headers.get(header::CONTENT_LENGTH);
    let length = length.and_then(|value| value.to_str().ok()?.parse().ok());
    let received = room.shelf.files.receive(length, body.into_data_stream());
    let upload = received.await.map_err(of_files)?;
    let about = About {
        subject: room.subject_of(&row),
        name: &named.name,
        actor: caller.actor(),
    };
    let kept = room.shelf.files.keep(upload, about).await;
    let kept = kept.map_err(of_files)?;
    let names = room.names(std::iter::once(kept.by.as_str())).await?;
    let view = AttachmentView::of(kept, &names);
    Ok((StatusCode::CREATED, Json(view)).into_response())
}

async fn remove(
    State(room): State<Room>,
    caller: Caller,
    PathOf((id, attachment)): PathOf<(Uuid, Uuid)>,
) -> Result<StatusCode, Problem> {
    let row = room.in_use(&caller, id).await?;
    let subject = room.subject_of(&row);
    let removed = room
        .shelf
        .files
        .remove(caller.actor(), &subject, attachment);
    removed.await.map_err(of_files)?;
    Ok(StatusCode::NO_CONTENT)
}
