//! Mail over SMTP: TLS by rustls, UTF-8 subject and text, a Message-ID that is the same for every
//! attempt, so that a mailbox which got a message twice may show it once.

use std::time::{Duration, UNIX_EPOCH};

use async_trait::async_trait;
use base::sm3;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message as Letter};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use serde::{Deserialize, Serialize};

use super::ConfigError;
use super::http::without;
use crate::{Channel, ChannelName, DeliveryError, Message, Receipt, Secret};

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailSecurity {
    /// TLS from the first byte (usually port 465).
    #[default]
    Tls,
    /// STARTTLS, and nothing is said without it (usually port 587).
    StartTls,
    /// None: for a relay on the same machine. A password is refused.
    Plain,
}

/// Settings of the mail channel.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// The mail server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    #[serde(default)]
    pub security: MailSecurity,
    /// The account at the mail server.
    #[serde(default)]
    pub user: Option<String>,
    /// Its password.
    #[serde(default)]
    pub password: Option<Secret>,
    /// From whom: `消防支队 <alarm@example.cn>`.
    pub from: String,
    /// Certificates (PEM) of authorities that this machine does not know.
    #[serde(default)]
    pub authorities: Option<String>,
}

/// The body of a mail message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailBody {
    /// The subject.
    pub subject: String,
    /// The text, plain.
    pub text: String,
}

/// The mail channel.
pub struct Mail {
    from: Mailbox,
    domain: String,
    password: Option<Secret>,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

/// One command's patience; the whole call has the deliverer's.
const COMMAND: Duration = Duration::from_secs(10);

impl Mail {
    /// The channel of these settings.
    ///
    /// # Errors
    /// [`ConfigError`] when they contradict each other or cannot be read.
    pub fn new(config: MailConfig) -> Result<Self, ConfigError> {
        let wrong = |error: lettre::address::AddressError| ConfigError::Address {
            field: "from",
            reason: error.to_string(),
        };
        let from: Mailbox = config.from.parse().map_err(wrong)?;
        let domain = from.email.domain().to_owned();
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&config.host)
            .port(config.port)
            .hello_name(ClientId::Domain(domain.clone()))
            .timeout(Some(COMMAND))
            .tls(protection(&config)?);
        if let (Some(user), Some(password)) = (&config.user, &config.password) {
            if config.security == MailSecurity::Plain {
                let reason =
                    "a mail password over a connection without TLS could be read on the way";
                return Err(ConfigError::Contradiction(reason));
            }
            let secret = password.reveal().to_owned();
            builder = builder.credentials(Credentials::new(user.clone(), secret));
        }
        Ok(Self {
            from,
            domain,
            password: config.password,
            transport: builder.build(),
        })
    }

    fn letter(&self, message: &Message) -> Result<Letter, DeliveryError> {
        let permanent = |error: &dyn std::error::Error| DeliveryError::permanent(error.to_string());
        let body: MailBody = message.body_as().map_err(|error| permanent(&error))?;
        let to: Mailbox = message
            .recipient()
            .parse()
            .map_err(|_| DeliveryError::permanent("the recipient is no mail address"))?;
        let micros = u64::try_from(message.created_at().as_micros()).unwrap_or(0);
        Letter::builder()
            .from(self.from.clone())
            .to(to)
            .date(UNIX_EPOCH + Duration::from_micros(micros))
            .message_id(Some(self.message_id(message)))
            .subject(body.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(body.text)
            .map_err(|error| permanent(&error))
    }

    /// Made of the key alone; a digest, because a key may hold what an id may not.
    fn message_id(&self, message: &Message) -> String {
        format!("<{}@{}>", sm3(&[message.key().as_bytes()]), self.domain)
    }
}

fn protection(config: &MailConfig) -> Result<Tls, ConfigError> {
    let wrong = |error: lettre::transport::smtp::Error| ConfigError::Authorities(error.to_string());
    if config.security == MailSecurity::Plain {
        return Ok(Tls::None);
    }
    let mut tls = TlsParameters::builder(config.host.clone());
    if let Some(authorities) = &config.authorities {
        let known = Certificate::from_pem(authorities.as_bytes()).map_err(wrong)?;
        tls = tls.add_root_certificate(known);
    }
    let tls = tls.build_rustls().map_err(wrong)?;
    Ok(match config.security {
        MailSecurity::StartTls => Tls::Required(tls),
        _ => Tls::Wrapper(tls),
    })
}

#[async_trait]
impl Channel for Mail {
    fn name(&self) -> ChannelName {
        ChannelName::Mail
    }

    async fn deliver(&self, message: &Message) -> Result<Receipt, DeliveryError> {
        let letter = self.letter(message)?;
        match self.transport.send(letter).await {
            Ok(answer) => Ok(Receipt {
                reference: answer.first_line().map(ToOwned::to_owned),
            }),
            Err(error) => Err(self.judge(&error)),
        }
    }
}

impl Mail {
    /// 5xx is for good, except when it is we who are not let in: a password that somebody changed
    /// must not give up every message that waits.
    fn judge(&self, error: &lettre::transport::smtp::Error) -> DeliveryError {
        let code = error.status().map(|code| code.to_string());
        let source = std::error::Error::source(error).map(|source| format!(": {source}"));
        let said = format!("{error}{}", source.unwrap_or_default());
        let secret = self.password.as_ref().map_or("", Secret::reveal);
        let reason = without(&said, &[secret]);
        let not_let_in = matches!(code.as_deref(), Some("530" | "534" | "535" | "538"));
        if error.is_permanent() && !not_let_in {
            DeliveryError::permanent(reason)
        } else {
            DeliveryError::temporary(reason)
        }
    }
}
