//! The ways out of the house, as `--channels FILE` configures them: webhook, mail, SMS gateway.
//! Without a file nothing leaves the house, and messages wait in the outbox.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use base::Clock;
use outbox::Channel;
use outbox::channels::{Mail, MailConfig, Sms, SmsConfig, Webhook, WebhookConfig};
use serde::Deserialize;

/// The file: a channel that is not named is not served.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    webhook: Option<WebhookConfig>,
    mail: Option<MailConfig>,
    sms: Option<SmsConfig>,
}

/// The channels of a file.
pub(crate) fn read(path: &Path, clock: &Clock) -> anyhow::Result<Vec<Arc<dyn Channel>>> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    // The parser's own words may repeat a secret of the file: only the place is told.
    let file: File = serde_json::from_str(&text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        anyhow::anyhow!(
            "{} is not a list of channels: line {line}, column {column}",
            path.display()
        )
    })?;
    let mut channels: Vec<Arc<dyn Channel>> = Vec::new();
    if let Some(config) = file.webhook {
        channels.push(Arc::new(Webhook::new(config, clock.clone())?));
    }
    if let Some(config) = file.mail {
        channels.push(Arc::new(Mail::new(config)?));
    }
    if let Some(config) = file.sms {
        channels.push(Arc::new(Sms::new(config, clock.clone())?));
    }
    Ok(channels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_a_mistake_does_not_show_its_secrets() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("channels.json");
        std::fs::write(&path, r#"{"webhook": {"secret": ["hunter2"]}}"#).unwrap();
        let error = read(&path, &Clock::system()).err().unwrap();
        assert!(format!("{error:#}").contains("line 1"), "{error:#}");
        assert!(!format!("{error:#}").contains("hunter2"), "{error:#}");
    }

    #[test]
    fn named_channels_are_served() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("channels.json");
        std::fs::write(
            &path,
            r#"{"webhook": {"secret": "a secret of thirty-two letters at least"}}"#,
        )
        .unwrap();
        let channels = read(&path, &Clock::system()).unwrap();
        assert_eq!(channels.len(), 1);
    }
}
