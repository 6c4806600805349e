//! The event stream through a real port: a client that comes back misses nothing, sees nothing
//! twice and nothing that is not for it.

use std::net::SocketAddr;
use std::time::Duration;

use access::Role;
use base::Uuid;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use crate::house::House;
use crate::room::{self, device_alarm, incident, secret_plan};

const PATIENCE: Duration = Duration::from_secs(10);

struct Client(BufReader<TcpStream>);

#[derive(Debug, Default)]
struct Seen {
    id: i64,
    name: String,
    data: String,
}

impl Client {
    async fn open(at: SocketAddr, token: &str, query: &str, last: Option<i64>) -> Self {
        let mut stream = TcpStream::connect(at).await.unwrap();
        let last = last.map_or(String::new(), |id| format!("Last-Event-ID: {id}\r\n"));
        let head = format!(
            "GET /api/v1/events{query} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\
             Cookie: fengsui_session={token}\r\n{last}\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut client = Self(BufReader::new(stream));
        let status = client.line().await.unwrap();
        assert!(status.contains("200"), "{status}");
        let mut headers = String::new();
        while let Some(line) = client.line().await.filter(|line| !line.is_empty()) {
            headers.push_str(&line.to_ascii_lowercase());
        }
        assert!(headers.contains("text/event-stream"), "{headers}");
        assert!(!headers.contains("gzip"), "{headers}");
        // The greeting: the stream stands and its start is settled.
        while client.line().await.unwrap() != ": open" {}
        client
    }

    async fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = tokio::time::timeout(PATIENCE, self.0.read_line(&mut line));
        match read.await.expect("the stream is silent") {
            Ok(0) | Err(_) => None,
            // The last chunk of a body: the stream has ended while the connection may go on.
            Ok(_) if line == "0\r\n" => None,
            Ok(_) => Some(line.trim_end().to_owned()),
        }
    }

    /// The next event; `None` at the end of the stream.
    async fn next(&mut self) -> Option<Seen> {
        let mut seen = Seen::default();
        loop {
            let line = self.line().await?;
            match line.split_once(": ") {
                Some(("id", id)) => seen.id = id.parse().unwrap(),
                Some(("event", name)) => name.clone_into(&mut seen.name),
                Some(("data", data)) => data.clone_into(&mut seen.data),
                _ if line.is_empty() && !seen.name.is_empty() => return Some(seen),
                _ => {}
            }
        }
    }
}

macro_rules! add {
    ($house:expr, $kind:ident, $region:expr) => {
        room::add(
            &$house.journal,
            $kind::Model {
                id: $house.journal.new_id(),
                version: 0,
                title: "火".to_owned(),
                region: $region.map(str::to_owned),
            },
        )
        .await
    };
}

/// Comes and goes while others write, by the last id seen, and holds what came against the journal.
async fn come_and_go(house: House) {
    let token = house.token(Role::Dispatcher).await;
    let at = house.serve().await;
    let start = *house.journal.head().borrow();
    let journal = house.journal.clone();
    let writer = tokio::spawn(async move {
        for round in 0..150 {
            let (id, version, title) = (journal.new_id(), 0, "火".to_owned());
            let region = None;
            if round % 3 == 0 {
                let record = secret_plan::Model {
                    id,
                    version,
                    title,
                    region,
                };
                room::add(&journal, record).await;
            } else {
                let record = incident::Model {
                    id,
                    version,
                    title,
                    region,
                };
                room::add(&journal, record).await;
            }
        }
    });
    let mut seen = Vec::new();
    let mut last = start;
    while seen.len() < 100 {
        let mut client = Client::open(at, &token, "?after=0", Some(last)).await;
        for _ in 0..17.min(100 - seen.len()) {
            let event = client.next().await.unwrap();
            assert_eq!(event.name, "incident");
            last = event.id;
            seen.push(event.id);
        }
    }
    writer.await.unwrap();
    let mut follower = house.journal.follow(start);
    let mut written = Vec::new();
    while written.len() < 100 {
        let page = follower.next().await.unwrap();
        let incidents = page.iter().filter(|s| s.entry.kind == "incident");
        written.extend(incidents.map(|s| s.position));
    }
    assert_eq!(seen, written);
}

#[tokio::test]
async fn a_client_that_comes_back_misses_nothing_and_sees_nothing_twice() {
    come_and_go(House::open().await).await;
    match House::open_postgres().await {
        Some(house) => come_and_go(house).await,
        None => eprintln!("skipped on PostgreSQL: FENGSUI_TEST_POSTGRES names no server"),
    }
}

#[tokio::test]
async fn events_go_to_those_who_may_read_their_subject() {
    let house = House::open().await;
    let at = house.serve().await;
    let crew = house.token(Role::StationCrew).await;
    let leader = house.token_in(Role::Leader, &["140802"]).await;
    let dispatcher = house.token(Role::Dispatcher).await;
    let mut crew = Client::open(at, &crew, "", None).await;
    let mut leader = Client::open(at, &leader, "", None).await;
    let mut dispatcher = Client::open(at, &dispatcher, "", None).await;
    add!(house, device_alarm, Some("140821"));
    add!(house, device_alarm, Some("140802"));
    add!(house, secret_plan, Some("140802"));
    add!(house, incident, Some("140802001"));
    let mut names = Vec::new();
    for _ in 0..3 {
        names.push(dispatcher.next().await.unwrap().name);
    }
    assert_eq!(names, ["alarm", "alarm", "incident"]);
    assert_eq!(crew.next().await.unwrap().name, "incident");
    assert_eq!(leader.next().await.unwrap().name, "alarm");
    let event = leader.next().await.unwrap();
    let data: serde_json::Value = serde_json::from_str(&event.data).unwrap();
    assert_eq!(data["position"], event.id);
    assert_eq!(
        (&data["kind"], &data["verb"]),
        (&"incident".into(), &"added".into())
    );
    assert!(data["id"].as_str().unwrap().parse::<Uuid>().is_ok());
    assert_eq!(data["version"], 1);
}

#[tokio::test]
async fn a_stream_ends_with_its_session_and_with_the_server() {
    let house = House::open().await;
    let at = house.serve().await;
    let token = house.token(Role::Dispatcher).await;
    let other = house.token(Role::Dispatcher).await;
    let mut client = Client::open(at, &token, "", None).await;
    let mut stays = Client::open(at, &other, "", None).await;
    house.access.sign_out(&token).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    add!(house, incident, None);
    assert!(client.next().await.is_none(), "nothing for who has left");
    assert_eq!(stays.next().await.unwrap().name, "incident");
    house.stop.send_replace(true);
    assert!(stays.next().await.is_none());
}

#[tokio::test]
async fn a_position_of_another_history_is_told_as_reset() {
    let house = House::open().await;
    let at = house.serve().await;
    let token = house.token(Role::Dispatcher).await;
    let mut stream = TcpStream::connect(at).await.unwrap();
    let head = format!(
        "GET /api/v1/events HTTP/1.1\r\nHost: x\r\nCookie: fengsui_session={token}\r\n\
         Last-Event-ID: 999999\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut client = Client(BufReader::new(stream));
    let event = client.next().await.unwrap();
    assert_eq!(event.name, "reset");
    assert!(event.id < 999_999);
    let refused = house.get(&token, "/api/v1/events?after=-1").await;
    assert_eq!(refused.code(), "malformed");
}
