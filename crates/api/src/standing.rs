//! Whether a stream's session still stands: what an answer that goes on for hours asks now and then.

use access::{Access, Pass};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use tokio::sync::watch;

use crate::problem::Problem;

/// The session of a stream, and the server's wish to end. A handler takes it like its caller.
#[derive(Clone)]
pub struct Standing {
    access: Access,
    token: String,
    pass: Pass,
    stop: watch::Receiver<bool>,
}

impl Standing {
    pub(crate) const fn new(
        access: Access,
        token: String,
        pass: Pass,
        stop: watch::Receiver<bool>,
    ) -> Self {
        Self {
            access,
            token,
            pass,
            stop,
        }
    }

    /// Whether the session is there and permits what it did. A changed role or area takes a new
    /// stream.
    pub async fn holds(&self) -> bool {
        match self.access.session(&self.token).await {
            Ok(session) => session.is_some_and(|session| session.who.pass == self.pass),
            Err(error) => {
                tracing::warn!(%error, "a stream's session cannot be looked up");
                false
            }
        }
    }

    /// Waits until the server is told to stop.
    pub async fn ended(&self) {
        let mut stop = self.stop.clone();
        if stop.wait_for(|stop| *stop).await.is_err() {
            tracing::debug!("whoever says stop is gone");
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Standing {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let standing = parts.extensions.get::<Self>().cloned();
        standing.ok_or_else(Problem::sign_in)
    }
}
