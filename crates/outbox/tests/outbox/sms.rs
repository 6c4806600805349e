//! SMS through gateways described as data.

use std::sync::Arc;

use base::{Clock, Uuid};
use outbox::channels::{ConfigError, Sms, SmsConfig};
use outbox::{Channel, ChannelName, DeliveryError, Message, Outbox};
use serde_json::{Value, json};

use crate::database::{on_both_engines, open};
use crate::http_server::{HttpServer, Reply};
use crate::world::{AtWork, limits, put, until};

const SMS: ChannelName = ChannelName::Sms;
const TEXT: &str = "【烽燧】东街1号火警，请速到场";

fn to(phone: &str, body: &Value) -> Message {
    let made = (Uuid::now_v7(), Clock::system().now());
    Message::new(made, SMS, "alarm:7:sms", phone, body).unwrap()
}

fn json_gateway(port: u16) -> SmsConfig {
    let config = json!({
        "url": format!("http://127.0.0.1:{port}/v1/send"),
        "headers": {"Authorization": "Bearer {token}"},
        "body": {"json": {
            "to": ["{phone}"], "content": "{text}", "id": "{key}", "kind": 1,
            "params": "{\"place\":\"{place:json}\"}",
        }},
        "secrets": {"token": "t0p-secret"},
        "success": {
            "pointer": "/result/code", "equals": "0", "permanent": ["1004"],
            "reference": "/result/id",
        },
        "most_segments": 2,
    });
    serde_json::from_value(config).unwrap()
}

fn body() -> Value {
    json!({"text": TEXT, "words": {"place": "东街\"1\"号"}})
}

async fn answered(reply: fn() -> Reply) -> (HttpServer, Result<Option<String>, DeliveryError>) {
    let server = HttpServer::start(None, move |_| reply()).await;
    let channel = Sms::new(json_gateway(server.port), Clock::system()).unwrap();
    let found = channel.deliver(&to("+8613812345678", &body())).await;
    (server, found.map(|receipt| receipt.reference))
}

#[tokio::test]
async fn a_json_gateway_is_asked_and_its_answer_judged() {
    let taken = || Reply::Say("200 OK", "", r#"{"result":{"code":"0","id":4711}}"#);
    let (server, found) = answered(taken).await;
    assert_eq!(found, Ok(Some("4711".to_owned())));
    let asked = server.asked().remove(0);
    assert_eq!(asked.line, "POST /v1/send HTTP/1.1");
    assert_eq!(asked.headers["authorization"], "Bearer t0p-secret");
    assert_eq!(asked.headers["idempotency-key"], "alarm:7:sms");
    let sent: Value = serde_json::from_str(&asked.body).unwrap();
    let expected = json!({
        "to": ["13812345678"], "content": TEXT, "id": "alarm:7:sms", "kind": 1,
        "params": "{\"place\":\"东街\\\"1\\\"号\"}",
    });
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn the_success_rule_decides_and_reasons_hold_no_secrets() {
    let temporary = |found: Result<_, DeliveryError>| match found {
        Err(DeliveryError::Temporary { reason, .. }) => reason,
        other => panic!("{other:?}"),
    };
    let (_, broke) = answered(|| {
        Reply::Say(
            "200 OK",
            "",
            r#"{"result":{"code":"9","msg":"余额不足 13812345678 t0p-secret"}}"#,
        )
    })
    .await;
    let reason = temporary(broke);
    assert_eq!(
        reason,
        r#"the gateway says {"result":{"code":"9","msg":"余额不足 … …"}}"#
    );
    let (_, blocked) = answered(|| Reply::Say("200 OK", "", r#"{"result":{"code":"1004"}}"#)).await;
    assert!(
        matches!(blocked, Err(DeliveryError::Permanent { .. })),
        "{blocked:?}"
    );
    // A number is no text, no JSON is no success, and neither is an answer without end.
    temporary(
        answered(|| Reply::Say("200 OK", "", r#"{"result":{"code":0}}"#))
            .await
            .1,
    );
    temporary(answered(|| Reply::Say("200 OK", "", "OK")).await.1);
    temporary(answered(|| Reply::Endless("200 OK")).await.1);
    temporary(answered(|| Reply::Say("500 Broken", "", "")).await.1);
    let (_, wrong) = answered(|| Reply::Say("403 No", "", "")).await;
    assert!(
        matches!(wrong, Err(DeliveryError::Permanent { .. })),
        "{wrong:?}"
    );
}

#[tokio::test]
async fn form_and_address_gateways_are_asked() {
    let server = HttpServer::start(None, |_| Reply::Say("201 Made", "", "")).await;
    let form = json!({
        "url": format!("http://127.0.0.1:{}/send", server.port),
        "body": {"form": {"mobile": "{phone}", "msg": "{text}", "uid": "{key}"}},
        "success": {"status": [201]},
        "most_segments": 1,
    });
    let form: SmsConfig = serde_json::from_value(form).unwrap();
    let message = to("13812345678", &json!({"text": "a&b=火"}));
    let channel = Sms::new(form.clone(), Clock::system()).unwrap();
    channel.deliver(&message).await.unwrap();
    let address = json!({
        "method": "GET",
        "url": format!("http://127.0.0.1:{}/send?m={{phone_e164}}&t={{text}}", server.port),
        "most_segments": 1,
    });
    let address: SmsConfig = serde_json::from_value(address).unwrap();
    let channel = Sms::new(address, Clock::system()).unwrap();
    channel.deliver(&message).await.unwrap();
    let asked = server.asked();
    assert_eq!(
        asked[0].body,
        "mobile=13812345678&msg=a%26b%3D%E7%81%AB&uid=alarm%3A7%3Asms"
    );
    assert_eq!(
        asked[0].headers["content-type"],
        "application/x-www-form-urlencoded"
    );
    assert_eq!(
        asked[1].line,
        "GET /send?m=%2B8613812345678&t=a%26b%3D%E7%81%AB HTTP/1.1"
    );

    let mut wrong = form;
    wrong.url = "gateway.example.cn/send".to_owned();
    assert!(matches!(
        Sms::new(wrong, Clock::system()),
        Err(ConfigError::Address { field: "url", .. })
    ));
}

#[tokio::test]
async fn what_no_gateway_could_send_is_not_asked_for() {
    let server = HttpServer::start(None, |_| Reply::Say("200 OK", "", "")).await;
    let channel = Sms::new(json_gateway(server.port), Clock::system()).unwrap();
    let long = json!({"text": "火".repeat(135), "words": {"place": ""}});
    let cases = [
        to("119", &body()),
        to("13812345678", &long),
        to("13812345678", &json!({"text": TEXT})),
        to("13812345678", &json!({"no": "text"})),
    ];
    for message in cases {
        let refused = channel.deliver(&message).await.unwrap_err();
        assert!(
            matches!(refused, DeliveryError::Permanent { .. }),
            "{refused:?}"
        );
        assert!(!refused.reason().contains("13812345678"), "{refused}");
    }
    assert_eq!(server.asked().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_out_of_order_is_asked_again_with_the_same_key() {
    on_both_engines(async |url| {
        let first = std::sync::atomic::AtomicBool::new(true);
        let server = HttpServer::start(None, move |_| {
            if first.swap(false, std::sync::atomic::Ordering::SeqCst) {
                Reply::Say("502 Bad Gateway", "", "")
            } else {
                Reply::Say("200 OK", "", r#"{"result":{"code":"0"}}"#)
            }
        })
        .await;
        let store = open(&url).await;
        let outbox = Outbox::new(store.clone(), Clock::system());
        let channel = Arc::new(Sms::new(json_gateway(server.port), Clock::system()).unwrap());
        put(&store, [to("13812345678", &body())]).await;
        let work = AtWork::start(&outbox, &[channel], &limits());
        let done = until(&outbox, SMS, |s| s.sent == 1).await;
        work.stop().await;
        assert_eq!(done.last_error.unwrap().reason, "HTTP 502");
        let keys: Vec<_> = server
            .asked()
            .into_iter()
            .map(|asked| asked.headers["idempotency-key"].clone())
            .collect();
        assert_eq!(keys, ["alarm:7:sms"; 2]);
        store.close().await;
    })
    .await;
}
