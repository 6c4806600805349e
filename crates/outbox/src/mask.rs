//! Recipients as they may stand in logs, reasons and on the status page.

use crate::ChannelName;

/// A recipient without what would tell the person: `138****5678`, `z***@example.cn`,
/// `https://hooks.example.cn/…` (the path of a webhook's address is often its password).
pub(crate) fn masked(channel: ChannelName, recipient: &str) -> String {
    match channel {
        ChannelName::Sms => phone(recipient),
        ChannelName::Mail => mail(recipient),
        ChannelName::Webhook => webhook(recipient),
    }
}

/// What a channel said, short, with the recipient masked.
pub(crate) fn reason(channel: ChannelName, recipient: &str, said: &str) -> String {
    const LONGEST: usize = 300;
    let shown = said.replace(recipient, &masked(channel, recipient));
    shown
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(LONGEST)
        .collect()
}

/// The first three and last four digits.
pub(crate) fn phone(number: &str) -> String {
    let letters: Vec<char> = number.chars().collect();
    let last = letters.len().saturating_sub(4);
    let shown = letters.iter().enumerate().map(|(at, letter)| {
        let kept = letters.len() >= 8 && (at < 3 || at >= last);
        if kept { *letter } else { '*' }
    });
    shown.collect()
}

fn mail(address: &str) -> String {
    let first = address.chars().next().unwrap_or('*');
    match address.rsplit_once('@') {
        Some((_, domain)) => format!("{first}***@{domain}"),
        None => "***".to_owned(),
    }
}

fn webhook(address: &str) -> String {
    let host = url::Url::parse(address)
        .ok()
        .and_then(|url| Some(format!("{}://{}/…", url.scheme(), url.host_str()?)));
    host.unwrap_or_else(|| "…".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipient_is_known_to_who_knows_it_and_to_nobody_else() {
        let cases = [
            (ChannelName::Sms, "13812345678", "138****5678"),
            (ChannelName::Sms, "+8613812345678", "+86*******5678"),
            (ChannelName::Sms, "119", "***"),
            (ChannelName::Mail, "zhang.san@example.cn", "z***@example.cn"),
            (ChannelName::Mail, "nobody", "***"),
            (
                ChannelName::Webhook,
                "https://u:p@hooks.example.cn/token?key=1",
                "https://hooks.example.cn/…",
            ),
            (ChannelName::Webhook, "no address", "…"),
        ];
        for (channel, recipient, shown) in cases {
            assert_eq!(masked(channel, recipient), shown);
        }
    }

    #[test]
    fn a_reason_is_one_short_line_without_the_recipient() {
        let said = format!("550 no such user: zhang@example.cn\r\n{}", "x".repeat(900));
        let kept = reason(ChannelName::Mail, "zhang@example.cn", &said);
        assert!(
            kept.starts_with("550 no such user: z***@example.cn  x"),
            "{kept}"
        );
        assert_eq!(kept.chars().count(), 300);
    }
}
