//! Webhook: a POST of JSON to another system, signed, to public addresses over https only.
//!
//! The receiver checks `X-Fengsui-Signature: t=SECONDS,v1=HEX`, where HEX is HMAC-SHA256 under the
//! shared secret over `SECONDS.BODY`, refuses what is older than some minutes, and recognises a
//! repeat by `Idempotency-Key`. Any 2xx means taken, whatever the body.

use std::collections::BTreeMap;

use async_trait::async_trait;
use base::{Clock, Timestamp};
use hmac::{Hmac, KeyInit, Mac};
use http_body_util::Full;
use hyper::Request;
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, USER_AGENT};
use serde::Deserialize;
use sha2::Sha256;
use url::Url;

use super::ConfigError;
use super::http::Caller;
use super::reach::Reach;
use crate::{Channel, ChannelName, DeliveryError, Message, Receipt, Secret};

/// Settings of the webhook channel. The address called is each message's recipient.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookConfig {
    /// The secret shared with receivers that have none of their own.
    pub secret: Secret,
    /// Secrets by host, so that one receiver cannot speak as us to another.
    #[serde(default)]
    pub secrets: BTreeMap<String, Secret>,
    /// Hosts (`host` or `host:port`) that may be called over plain http and at inner addresses.
    #[serde(default)]
    pub trusted_hosts: Vec<String>,
    /// Certificates (PEM) of authorities that this machine does not know.
    #[serde(default)]
    pub authorities: Option<String>,
}

/// The webhook channel.
pub struct Webhook {
    config: WebhookConfig,
    caller: Caller,
    clock: Clock,
}

impl Webhook {
    /// The channel of these settings.
    ///
    /// # Errors
    /// [`ConfigError`] when an authority cannot be read.
    pub fn new(config: WebhookConfig, clock: Clock) -> Result<Self, ConfigError> {
        let trusted = config.trusted_hosts.clone();
        let reach = Reach::Public { trusted };
        let caller = Caller::new(reach, config.authorities.as_deref(), clock.clone())?;
        Ok(Self {
            config,
            caller,
            clock,
        })
    }

    fn secret_for(&self, url: &Url) -> &Secret {
        let host = url.host_str().unwrap_or_default();
        self.config.secrets.get(host).unwrap_or(&self.config.secret)
    }
}

#[async_trait]
impl Channel for Webhook {
    fn name(&self) -> ChannelName {
        ChannelName::Webhook
    }

    async fn deliver(&self, message: &Message) -> Result<Receipt, DeliveryError> {
        let url: Url = message
            .recipient()
            .parse()
            .map_err(|_| DeliveryError::permanent("the recipient is no address"))?;
        let secret = self.secret_for(&url);
        let request = Request::post("/")
            .header(CONTENT_TYPE, "application/json")
            .header(USER_AGENT, "Fengsui")
            .header("Idempotency-Key", message.key())
            .header(
                "X-Fengsui-Signature",
                signature(secret, self.clock.now(), message.body())?,
            )
            .body(Full::new(Bytes::copy_from_slice(message.body().as_bytes())))
            .map_err(|_| DeliveryError::permanent("the key cannot stand in a header"))?;
        let answer = self.caller.call(&url, request).await?;
        if answer.status().is_success() {
            return Ok(Receipt::default());
        }
        Err(self.caller.refusal(answer, &[secret.reveal()]).await)
    }
}

fn signature(secret: &Secret, now: Timestamp, body: &str) -> Result<String, DeliveryError> {
    let seconds = now.as_micros().div_euclid(1_000_000);
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.reveal().as_bytes())
        .map_err(|_| DeliveryError::permanent("the secret cannot sign"))?;
    mac.update(format!("{seconds}.{body}").as_bytes());
    let code = mac.finalize().into_bytes();
    let hex: String = code.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("t={seconds},v1={hex}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed by another program: `printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac fire`.
    #[test]
    fn a_signature_is_what_another_program_computes() {
        let now = Timestamp::from_micros(1_700_000_000_999_999);
        let found = signature(&Secret::new("fire"), now, r#"{"a":1}"#).unwrap();
        assert_eq!(
            found,
            "t=1700000000,v1=004ef138063c8eeef2b64884240fd34f280a3c9222baab63c9a4b74d79fcfbe6"
        );
    }
}
