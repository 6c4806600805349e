//! What the centre asks of devices: queries, control, attendance checks (clauses 6.2, 6.4, 6.5).
//!
//! Invariants: the sequence number is the centre's own and lives as long as the exchange; a resend
//! keeps it; after the last resend the exchange has failed and ends.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use wire::gb26875::{Command, answer};

use super::GatewayHandle;
use crate::intake::signal::label_of;
use crate::intake::{ExchangeAnswer, Source};

/// Why an exchange has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// No connection speaks for the address.
    #[error("the device is not connected")]
    NotConnected,
    /// Too many exchanges with it are open, or its connection takes nothing.
    #[error("the device is busy; try again in a moment")]
    Busy,
    /// It did not answer in time, or never well, to any of the tries.
    #[error("the device does not answer")]
    NoAnswer,
}

/// Ends an exchange whatever happens to whoever waits for it.
struct OpenExchange {
    source: Arc<Source>,
    sequence: u16,
    inbox: mpsc::Receiver<ExchangeAnswer>,
}

impl Drop for OpenExchange {
    fn drop(&mut self) {
        self.source.close_exchange(self.sequence);
    }
}

impl GatewayHandle {
    /// Queries 请求 a device with a data unit of types 61–88 and gives the data unit it replies.
    ///
    /// # Errors
    /// [`ExchangeError`].
    pub async fn query(&self, source: i64, adu: &[u8]) -> Result<Vec<u8>, ExchangeError> {
        match self.exchange(source, Command::Request, adu).await? {
            ExchangeAnswer::Replied(reply) => Ok(reply),
            ExchangeAnswer::Confirmed | ExchangeAnswer::Denied => Err(ExchangeError::NoAnswer),
        }
    }

    /// Controls 控制命令 a device with a data unit of types 89–91; `Ok` means that it confirmed.
    ///
    /// # Errors
    /// [`ExchangeError`].
    pub async fn control(&self, source: i64, adu: &[u8]) -> Result<(), ExchangeError> {
        self.exchange(source, Command::Control, adu).await.map(drop)
    }

    /// 查岗 asks whether the control room is staffed and waits for its answer; gives the number of
    /// the operator who answered.
    ///
    /// # Errors
    /// [`ExchangeError::NoAnswer`] also when the device confirmed and nobody answered in time.
    pub async fn attendance_check(&self, source: i64, minutes: u8) -> Result<u8, ExchangeError> {
        let heard = self.shared().intake.live_source(source);
        let answer = heard
            .ok_or(ExchangeError::NotConnected)?
            .expect_attendance();
        self.control(source, &[91, 1, minutes]).await?;
        let patience = Duration::from_secs(60) * u32::from(minutes);
        match tokio::time::timeout(patience, answer).await {
            Ok(Ok(operator)) => Ok(operator),
            _ => Err(ExchangeError::NoAnswer),
        }
    }

    async fn exchange(
        &self,
        source: i64,
        command: Command,
        adu: &[u8],
    ) -> Result<ExchangeAnswer, ExchangeError> {
        let shared = self.shared();
        let live = shared.intake.live_source(source);
        let source = live.ok_or(ExchangeError::NotConnected)?;
        let opened = source.open_exchange(command, adu);
        let (sequence, inbox) = opened.ok_or(ExchangeError::Busy)?;
        let mut exchange = OpenExchange {
            source,
            sequence,
            inbox,
        };
        for _ in 0..=shared.config.repeats {
            exchange.send(self, command, adu)?;
            let wait = tokio::time::timeout(shared.config.answer_within, exchange.inbox.recv());
            match wait.await {
                Ok(Some(ExchangeAnswer::Denied)) | Err(_) => {}
                Ok(Some(answer)) => return Ok(answer),
                Ok(None) => return Err(ExchangeError::NoAnswer),
            }
        }
        Err(ExchangeError::NoAnswer)
    }
}

impl OpenExchange {
    fn send(
        &self,
        gateway: &GatewayHandle,
        command: Command,
        adu: &[u8],
    ) -> Result<(), ExchangeError> {
        let line = self.source.downlink();
        let (header, downlink) = line.ok_or(ExchangeError::NotConnected)?;
        let intake = &gateway.shared().intake;
        let sent = label_of(intake.journal().clock().now(), &intake.dialects().of(""));
        let frame = match command {
            Command::Control => answer::control(&header, self.sequence, sent, adu),
            _ => answer::query(&header, self.sequence, sent, adu),
        };
        let bytes = frame.encode().map_err(|error| {
            tracing::error!(%error, "a query cannot be written");
            ExchangeError::Busy
        })?;
        downlink.try_send(bytes).map_err(|_| ExchangeError::Busy)
    }
}
