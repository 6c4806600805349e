//! The event stream through a real port: a client that comes back misses nothing, sees nothing
//! twice and nothing that is not for it.

use std::net::SocketAddr;
use std::time::Duration;

use access::Role;
use api::Doorway;
use axum::http::Method;
use base::Uuid;
use futures_util::StreamExt as _;
use journal::{Actor, Change, ChangeSet, Lane};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpSocket, TcpStream};
use tower::ServiceExt as _;

use crate::house::{House, request};
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
    house.close().await;
}

#[tokio::test]
async fn a_client_that_comes_back_misses_nothing_and_sees_nothing_twice() {
    come_and_go(House::open().await).await;
    if let Some(house) = House::open_postgres().await {
        come_and_go(house).await;
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

/// Ids of the events in what a body gives until it ends or rests.
async fn drain(body: &mut axum::body::BodyDataStream) -> (Vec<i64>, bool) {
    let mut ids = Vec::new();
    loop {
        let rest = tokio::time::timeout(Duration::from_millis(500), body.next());
        match rest.await {
            Err(_) => return (ids, false),
            Ok(None) => return (ids, true),
            Ok(Some(chunk)) => {
                let text = String::from_utf8(chunk.unwrap().to_vec()).unwrap();
                let lines = text.lines().filter_map(|line| line.strip_prefix("id: "));
                ids.extend(lines.map(|id| id.parse::<i64>().unwrap()));
            }
        }
    }
}

/// How many pages the feed keeps, and one more; each stands for itself when it is written apart.
const PAGES: usize = 132;
/// Longer than the feed gathers.
const APART: Duration = Duration::from_millis(60);

#[tokio::test]
async fn a_client_that_reads_too_slowly_is_cut_off_and_loses_nothing() {
    let house = House::open().await;
    let token = house.token(Role::Dispatcher).await;
    let open = async |last: Option<i64>| {
        let last = last.map_or("".to_owned(), |id| id.to_string());
        let header = [("last-event-id", &*last)];
        let headers = if last.is_empty() { &[][..] } else { &header };
        let asked = request(Method::GET, "/api/v1/events", &token, headers, "");
        let response = house.router.clone().oneshot(asked).await.unwrap();
        response.into_body().into_data_stream()
    };
    let mut slow = open(None).await;
    add!(house, incident, None);
    let (first, ended) = drain(&mut slow).await;
    assert_eq!((first.len(), ended), (1, false), "it stands live");

    for _ in 0..PAGES {
        add!(house, incident, None);
        tokio::time::sleep(APART).await;
    }
    let all = first[0] + i64::try_from(PAGES).unwrap();
    let mut head = house.journal.head();
    head.wait_for(|head| *head >= all).await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let (late, ended) = drain(&mut slow).await;
    assert!(ended, "what it did not read was not kept for it");
    assert!(late.len() < PAGES);

    let last = late.last().or(first.last()).copied();
    let (rest, ended) = drain(&mut open(last).await).await;
    assert!(!ended);
    let seen: Vec<i64> = first.into_iter().chain(late).chain(rest).collect();
    assert_eq!(seen, (seen[0]..=all).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_burst_reaches_a_client_that_reads() {
    const MANY: usize = 1_500;
    let house = House::open().await;
    let at = house.serve().await;
    let token = house.token(Role::Dispatcher).await;
    let mut client = Client::open(at, &token, "", None).await;
    let mut set = ChangeSet::new(Lane::Import, Actor::system("test"));
    for _ in 0..MANY {
        let id = house.journal.new_id();
        let (version, title, region) = (0, "火".to_owned(), None);
        let record = incident::Model {
            id,
            version,
            title,
            region,
        };
        let now = house.journal.clock().now();
        set = set.with(Change::of(&record, "added", now).unwrap());
    }
    house.journal.submit(set).await.unwrap();
    let mut seen = Vec::new();
    for _ in 0..MANY {
        seen.push(client.next().await.unwrap().id);
    }
    let last = seen[0] + i64::try_from(MANY).unwrap();
    assert_eq!(seen, (seen[0]..last).collect::<Vec<_>>());
}

/// Nothing written behind the end of a session goes to it, not even a moment later.
#[tokio::test]
async fn an_event_behind_the_end_of_a_session_is_never_sent_to_it() {
    let house = House::open().await;
    let at = house.serve().await;
    for _ in 0..10 {
        let token = house.token(Role::Dispatcher).await;
        let mut client = Client::open(at, &token, "", None).await;
        house.access.sign_out(&token).await.unwrap();
        add!(house, incident, None);
        assert!(client.next().await.is_none(), "it has left");
    }
}

/// A client that stays connected and takes no byte is disconnected after the bound.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_stops_reading_is_disconnected() {
    let house = House::open().await;
    let token = house.token(Role::Dispatcher).await;
    let patience = Duration::from_millis(700);
    let doorway = Doorway::with_patience("127.0.0.1:0".parse().unwrap(), patience).unwrap();
    let at = doorway.address().unwrap();
    let router = house.router.clone();
    tokio::spawn(async move { axum::serve(doorway, router.into_make_service()).await });

    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4_096).unwrap();
    let mut stuck = socket.connect(at).await.unwrap();
    let head = format!(
        "GET /api/v1/events HTTP/1.1\r\nHost: x\r\nCookie: fengsui_session={token}\r\n\r\n"
    );
    stuck.write_all(head.as_bytes()).await.unwrap();
    let mut reads = Client::open(at, &token, "", None).await;
    // Some 600 kB of events: more than both sockets hold.
    let start = *house.journal.head().borrow();
    for _ in 0..6 {
        let mut set = ChangeSet::new(Lane::Import, Actor::system("test"));
        for _ in 0..500 {
            let id = house.journal.new_id();
            let (version, title, region) = (0, "火".to_owned(), None);
            let record = incident::Model {
                id,
                version,
                title,
                region,
            };
            let now = house.journal.clock().now();
            set = set.with(Change::of(&record, "added", now).unwrap());
        }
        house.journal.submit(set).await.unwrap();
    }
    let mut last = start;
    while last < start + 3_000 {
        last = reads.next().await.unwrap().id;
    }
    tokio::time::sleep(patience * 3).await;
    // What the sockets held comes, and then the end, long before all of it.
    let mut got = Vec::new();
    let ended = tokio::time::timeout(PATIENCE, stuck.read_to_end(&mut got)).await;
    drop(ended.expect("it is still connected"));
    let text = String::from_utf8_lossy(&got);
    assert!(text.contains("event: incident"), "it had begun");
    assert!(!text.contains(&format!("id: {last}\n")), "and did not end");
    // Who reads notices nothing.
    add!(house, incident, None);
    assert_eq!(reads.next().await.unwrap().name, "incident");
}
