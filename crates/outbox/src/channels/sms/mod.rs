//! 短信 SMS through a gateway that is described as data: address, headers, body with placeholders,
//! and a rule that tells success. Gateways differ in little else.
//!
//! Not here: gateways that want a signature computed over the request; they need code of their own.

mod phone;
mod template;

use std::collections::BTreeMap;

use async_trait::async_trait;
use base::Clock;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{Method, Request};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

pub use self::phone::{Phone, PhoneError, segments};
use self::template::Words;
use super::ConfigError;
use super::http::{Answer, Caller, without};
use super::reach::Reach;
use crate::{Channel, ChannelName, DeliveryError, Message, Receipt, Secret};

/// The body of a short message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmsBody {
    /// The text.
    pub text: String,
    /// Words for a gateway's own template, by placeholder.
    #[serde(default)]
    pub words: BTreeMap<String, String>,
}

/// How the gateway is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum SmsMethod {
    /// GET: everything stands in the address.
    Get,
    /// POST.
    #[default]
    Post,
}

/// What the gateway gets as body. In every text `{phone}`, `{phone_e164}`, `{text}`, `{key}`, the
/// names of `secrets` and the message's own words stand for their values; `{name:json}` gives the
/// value escaped for JSON that itself stands in a text. Other braces stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmsTemplate {
    /// None.
    #[default]
    Nothing,
    /// `application/json`.
    Json(Value),
    /// `application/x-www-form-urlencoded`.
    Form(BTreeMap<String, String>),
}

/// What counts as taken.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuccessRule {
    /// The statuses; none named: any 2xx.
    #[serde(default)]
    pub status: Vec<u16>,
    /// Where the answer tells its code (JSON pointer, RFC 6901); none: the status alone decides.
    #[serde(default)]
    pub pointer: Option<String>,
    /// The code of success, as JSON: `0` and `"0"` differ.
    #[serde(default)]
    pub equals: Value,
    /// Codes after which no repeat helps (a number that does not exist, a template unknown).
    #[serde(default)]
    pub permanent: Vec<Value>,
    /// Where the answer tells the gateway's own number of the message.
    #[serde(default)]
    pub reference: Option<String>,
}

/// Settings of the SMS channel.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsConfig {
    /// How it is asked.
    #[serde(default)]
    pub method: SmsMethod,
    /// The gateway's address; placeholders are escaped for an address. It is the administrator's
    /// own word, so it may be http and lie inside.
    pub url: String,
    /// Headers, with placeholders.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The body.
    #[serde(default)]
    pub body: SmsTemplate,
    /// Secrets, by placeholder.
    #[serde(default)]
    pub secrets: BTreeMap<String, Secret>,
    /// What counts as taken.
    #[serde(default)]
    pub success: SuccessRule,
    /// The longest text, in segments.
    pub most_segments: usize,
    /// Certificates (PEM) of authorities that this machine does not know.
    #[serde(default)]
    pub authorities: Option<String>,
}

/// The SMS channel.
pub struct Sms {
    config: SmsConfig,
    caller: Caller,
}

/// No gateway's answer is longer.
const LONGEST_ANSWER: usize = 64 * 1024;

impl Sms {
    /// The channel of these settings.
    ///
    /// # Errors
    /// [`ConfigError`] when the address or an authority cannot be read.
    pub fn new(config: SmsConfig, clock: Clock) -> Result<Self, ConfigError> {
        let wrong = |reason: String| ConfigError::Address {
            field: "url",
            reason,
        };
        let bare: Url = config
            .url
            .replace(['{', '}'], "")
            .parse()
            .map_err(|error: url::ParseError| wrong(error.to_string()))?;
        if !matches!(bare.scheme(), "http" | "https") {
            return Err(wrong("it is neither http nor https".to_owned()));
        }
        let caller = Caller::new(Reach::Anywhere, config.authorities.as_deref(), clock)?;
        Ok(Self { config, caller })
    }

    fn request(
        &self,
        message: &Message,
        words: &Words<'_>,
    ) -> Result<(Url, Request<Full<Bytes>>), DeliveryError> {
        let url = words.in_address(&self.config.url)?;
        let url = Url::parse(&url)
            .map_err(|_| DeliveryError::permanent("the filled-in address is none"))?;
        let (kind, body) = match &self.config.body {
            SmsTemplate::Nothing => (None, String::new()),
            SmsTemplate::Json(template) => (
                Some("application/json"),
                words.in_json(template)?.to_string(),
            ),
            SmsTemplate::Form(fields) => (
                Some("application/x-www-form-urlencoded"),
                words.in_form(fields)?,
            ),
        };
        let mut request = Request::new(Full::new(Bytes::from(body)));
        *request.method_mut() = match self.config.method {
            SmsMethod::Get => Method::GET,
            SmsMethod::Post => Method::POST,
        };
        let mut headers =
            BTreeMap::from([("idempotency-key".to_owned(), message.key().to_owned())]);
        headers.extend(kind.map(|kind| (CONTENT_TYPE.to_string(), kind.to_owned())));
        for (name, template) in &self.config.headers {
            headers.insert(name.to_ascii_lowercase(), words.in_text(template)?);
        }
        for (name, value) in headers {
            let wrong = || DeliveryError::permanent(format!("the header '{name}' cannot be sent"));
            let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong())?;
            let value = HeaderValue::from_str(&value).map_err(|_| wrong())?;
            request.headers_mut().insert(key, value);
        }
        Ok((url, request))
    }

    async fn judge(&self, answer: Answer, phone: &Phone) -> Result<Receipt, DeliveryError> {
        let rule = &self.config.success;
        let status = answer.status();
        let hidden = self.hidden(phone);
        let hidden: Vec<&str> = hidden.iter().map(String::as_str).collect();
        let taken = if rule.status.is_empty() {
            status.is_success()
        } else {
            rule.status.contains(&status.as_u16())
        };
        if !taken {
            return Err(self.caller.refusal(answer, &hidden).await);
        }
        if rule.pointer.is_none() && rule.reference.is_none() {
            return Ok(Receipt::default());
        }
        let said = answer.read(LONGEST_ANSWER).await;
        let said = match (said, &rule.pointer) {
            (Ok(said), _) => said,
            // The status decided already.
            (Err(_), None) => return Ok(Receipt::default()),
            (Err(error), Some(_)) => return Err(error),
        };
        rule.judge(&said, &hidden)
    }

    /// What a gateway may echo and nobody may read.
    fn hidden(&self, phone: &Phone) -> Vec<String> {
        let secrets = self.config.secrets.values();
        let mut hidden: Vec<String> = secrets.map(|secret| secret.reveal().to_owned()).collect();
        hidden.extend([phone.e164().to_owned(), phone.local().to_owned()]);
        hidden
    }
}

impl SuccessRule {
    fn judge(&self, said: &[u8], hidden: &[&str]) -> Result<Receipt, DeliveryError> {
        let answer: Option<Value> = serde_json::from_slice(said).ok();
        let at = |pointer: &str| answer.as_ref().and_then(|answer| answer.pointer(pointer));
        let reference = self
            .reference
            .as_deref()
            .and_then(at)
            .map(|found| match found {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            });
        let Some(pointer) = &self.pointer else {
            return Ok(Receipt { reference });
        };
        let code = at(pointer);
        if code == Some(&self.equals) {
            return Ok(Receipt { reference });
        }
        let said = String::from_utf8_lossy(said);
        let reason = format!("the gateway says {}", without(&said, hidden));
        if code.is_some_and(|code| self.permanent.contains(code)) {
            return Err(DeliveryError::Permanent { reason });
        }
        Err(DeliveryError::temporary(reason))
    }
}

#[async_trait]
impl Channel for Sms {
    fn name(&self) -> ChannelName {
        ChannelName::Sms
    }

    async fn deliver(&self, message: &Message) -> Result<Receipt, DeliveryError> {
        let permanent = |reason: String| DeliveryError::Permanent { reason };
        let phone: Phone = message
            .recipient()
            .parse()
            .map_err(|error: PhoneError| permanent(error.to_string()))?;
        let body: SmsBody = message
            .body_as()
            .map_err(|error| permanent(error.to_string()))?;
        let (long, most) = (segments(&body.text), self.config.most_segments);
        if long > most {
            let reason = format!("the text fills {long} short messages; {most} are allowed");
            return Err(permanent(reason));
        }
        let words = Words::new(&phone, message.key(), &body, &self.config.secrets);
        let (url, request) = self.request(message, &words)?;
        let answer = self.caller.call(&url, request).await?;
        self.judge(answer, &phone).await
    }
}
