//! Every caller is heard out before a refusal leaves, so that the connection lives on.
//!
//! A gate that refuses by the head alone answers while the body is still on its way. HTTP/1.1 can then
//! only be closed behind the answer, and a caller who keeps connections open, as browsers do, finds
//! its next request cut off without a word.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Error;
use axum::body::{Body, BodyDataStream, Bytes, HttpBody};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use futures_util::{Stream, StreamExt};

/// Bytes that are read and forgotten at most. Whoever sends more is disconnected.
const MOST: usize = 8 * 1024 * 1024;
/// How long the rest of a body is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

type Rest = Arc<Mutex<Option<BodyDataStream>>>;

/// Lets a response leave when its request is read to the end.
pub(crate) async fn hear_out(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let rest = Rest::default();
    let kept = Arc::clone(&rest);
    let response = next
        .run(request.map(|body| {
            let body = Some(body.into_data_stream());
            Body::from_stream(Lent { body, kept })
        }))
        .await;
    let left = rest.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(left) = left {
        // Too slow or too much: the answer leaves all the same and its connection is closed.
        drop(tokio::time::timeout(PATIENCE, forget(left)).await);
    }
    response
}

async fn forget(mut body: BodyDataStream) {
    let mut read = 0;
    while let Some(Ok(bytes)) = body.next().await {
        read += bytes.len();
        if read > MOST {
            return;
        }
    }
}

/// A body that is given back if nobody read it to its end.
struct Lent {
    /// None: read to its end.
    body: Option<BodyDataStream>,
    kept: Rest,
}

impl Stream for Lent {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let next = body.poll_next_unpin(context);
        if matches!(next, Poll::Ready(None | Some(Err(_)))) {
            self.body = None;
        }
        next
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(body) = self.body.take() {
            *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(body);
        }
    }
}
