//! Mail against a small SMTP server: Chinese text there and back, refusals, TLS.

use std::sync::Arc;

use base::{Clock, Uuid};
use mail_parser::MessageParser;
use outbox::channels::{ConfigError, Mail, MailBody, MailConfig, MailSecurity};
use outbox::{Channel, ChannelName, DeliveryError, Message, Outbox, Secret};

use crate::certificates::authority;
use crate::database::{on_both_engines, open};
use crate::smtp_server::SmtpServer;
use crate::world::{AtWork, limits, put, until};

const MAIL: ChannelName = ChannelName::Mail;
const SUBJECT: &str = "【火警】东街1号三层烟感报警，请立即核实并回复处理结果，逾期将自动升级";
const TEXT: &str = "值班员：\n\n东街1号三层烟感报警。\n.\n.以点开头的行\n\n运行时间 08:00 🔥\n";

fn config(port: u16) -> MailConfig {
    MailConfig {
        host: "localhost".to_owned(),
        port,
        security: MailSecurity::Plain,
        user: None,
        password: None,
        from: "消防支队 <alarm@fire.example.cn>".to_owned(),
        authorities: None,
    }
}

fn to(recipient: &str, key: &str) -> Message {
    let made = (Uuid::now_v7(), "2026-11-23T08:00:00Z".parse().unwrap());
    let body = MailBody {
        subject: SUBJECT.to_owned(),
        text: TEXT.to_owned(),
    };
    Message::new(made, MAIL, key, recipient, &body).unwrap()
}

#[tokio::test]
async fn chinese_text_arrives_as_it_was_written() {
    let server = SmtpServer::start(None).await;
    let channel = Mail::new(config(server.port)).unwrap();
    let message = to("值班员 <duty@example.cn>", "alarm:7:mail");
    let receipt = channel.deliver(&message).await.unwrap();
    channel.deliver(&message).await.unwrap();
    assert_eq!(receipt.reference.as_deref(), Some("taken as 4711"));

    let letters = server.seen().letters;
    let read = MessageParser::default().parse(&letters[0]).unwrap();
    assert_eq!(read.subject(), Some(SUBJECT));
    assert_eq!(read.body_text(0).unwrap().replace("\r\n", "\n"), TEXT);
    let name = |address: Option<&mail_parser::Address<'_>>| {
        let first = address.unwrap().first().unwrap();
        (
            first.name().unwrap().to_owned(),
            first.address().unwrap().to_owned(),
        )
    };
    assert_eq!(
        name(read.from()),
        ("消防支队".to_owned(), "alarm@fire.example.cn".to_owned())
    );
    assert_eq!(
        name(read.to()),
        ("值班员".to_owned(), "duty@example.cn".to_owned())
    );
    assert_eq!(read.date().unwrap().to_rfc3339(), "2026-11-23T08:00:00Z");

    // The same id for a repeat, another for another key.
    let id = read.message_id().unwrap().to_owned();
    assert!(id.ends_with("@fire.example.cn"), "{id}");
    let again = MessageParser::default().parse(&letters[1]).unwrap();
    assert_eq!(again.message_id(), Some(&*id));
    channel
        .deliver(&to("duty@example.cn", "other"))
        .await
        .unwrap();
    let letters = server.seen().letters;
    let other = MessageParser::default().parse(&letters[2]).unwrap();
    assert_ne!(other.message_id(), Some(&*id));
    assert!(
        letters.iter().all(|letter| letter.is_ascii()),
        "for servers without 8BITMIME too"
    );
}

#[tokio::test]
async fn a_refused_recipient_is_for_good_or_for_now() {
    let server = SmtpServer::start(None).await;
    let channel = Mail::new(config(server.port)).unwrap();
    let refusal = async |recipient| channel.deliver(&to(recipient, "k")).await.unwrap_err();
    let gone = refusal("550@example.cn").await;
    assert!(matches!(gone, DeliveryError::Permanent { .. }), "{gone:?}");
    assert!(gone.reason().contains("not for"), "{gone}");
    let busy = refusal("450@example.cn").await;
    assert!(matches!(busy, DeliveryError::Temporary { .. }), "{busy:?}");
    let wrong = refusal("no address").await;
    assert!(
        matches!(wrong, DeliveryError::Permanent { .. }),
        "{wrong:?}"
    );
    // No server there.
    let nobody = Mail::new(config(1)).unwrap();
    let away = nobody
        .deliver(&to("duty@example.cn", "k"))
        .await
        .unwrap_err();
    assert!(matches!(away, DeliveryError::Temporary { .. }), "{away:?}");
}

#[tokio::test]
async fn a_password_goes_over_tls_only_and_a_wrong_one_gives_nothing_up() {
    let (authority, door) = authority();
    let server = SmtpServer::start(Some(door)).await;
    let secured = |password: &str, authorities: Option<&str>| MailConfig {
        security: MailSecurity::StartTls,
        user: Some("alarm".to_owned()),
        password: Some(Secret::new(password)),
        authorities: authorities.map(str::to_owned),
        ..config(server.port)
    };
    let deliver = async |config| {
        let channel = Mail::new(config).unwrap();
        channel.deliver(&to("duty@example.cn", "k")).await
    };
    deliver(secured("right", Some(&authority))).await.unwrap();
    let wrong = deliver(secured("wrong", Some(&authority)))
        .await
        .unwrap_err();
    assert!(
        matches!(wrong, DeliveryError::Temporary { .. }),
        "{wrong:?}"
    );
    let stranger = deliver(secured("right", None)).await.unwrap_err();
    assert!(
        matches!(stranger, DeliveryError::Temporary { .. }),
        "{stranger:?}"
    );
    let seen = server.seen();
    assert_eq!(seen.letters.len(), 1);
    let clear = |line: &String| line.starts_with("EHLO") || line == "STARTTLS" || line == "QUIT";
    assert!(
        seen.in_the_clear.iter().all(clear),
        "{:?}",
        seen.in_the_clear
    );

    let careless = MailConfig {
        security: MailSecurity::Plain,
        ..secured("right", None)
    };
    assert!(!format!("{careless:?}").contains("right"));
    assert!(matches!(
        Mail::new(careless),
        Err(ConfigError::Contradiction(_))
    ));
    // A server that offers no STARTTLS is told nothing.
    let plain = SmtpServer::start(None).await;
    let downgraded = MailConfig {
        port: plain.port,
        ..secured("right", Some(&authority))
    };
    deliver(downgraded).await.unwrap_err();
    assert!(
        plain
            .seen()
            .in_the_clear
            .iter()
            .all(|line| !line.starts_with("AUTH"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recipient_refused_for_now_gets_it_later_and_one_refused_for_good_is_listed_masked() {
    on_both_engines(async |url| {
        let server = SmtpServer::start(None).await;
        let store = open(&url).await;
        let outbox = Outbox::new(store.clone(), Clock::system());
        let channel = Arc::new(Mail::new(config(server.port)).unwrap());
        put(
            &store,
            [to("550@example.cn", "bad"), to("duty@example.cn", "good")],
        )
        .await;
        let work = AtWork::start(&outbox, &[channel], &limits());
        let done = until(&outbox, MAIL, |s| s.sent == 1 && s.given_up == 1).await;
        work.stop().await;
        let reason = done.last_error.unwrap().reason;
        assert!(
            reason.contains("5***@example.cn") && !reason.contains("550@"),
            "{reason}"
        );
        let list = outbox.given_up(MAIL, 10).await.unwrap();
        assert_eq!(
            (&*list[0].recipient, list[0].attempts),
            ("5***@example.cn", 1)
        );
        store.close().await;
    })
    .await;
}
