//! The house itself: journal, sessions, rights and feed, with events at a steady rate.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use access::{Access, AccessConfig, NewAccount, Pass, Password, Role, Sets};
use anyhow::{Context, bail};
use api::Doorway;
use base::{Clock, Language};
use city::{Responder, ResponderKind};
use futures_util::future::try_join_all;
use journal::{Actor, Change, ChangeSet, Journal, JournalConfig, Lane};
use store::{Store, StoreConfig};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpSocket;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

use super::clients::{Ids, open, question};
use super::{Figures, Options};
use crate::bench::figures::Times;
use crate::bench::start::anonymous_kib;
use crate::declared;
use crate::pack::Pack;
use crate::rooms::{Fittings, House};

/// People; each has as many sessions as it takes.
const ACCOUNTS: usize = 20;
const PASSWORD: &str = "a password of the benchmark";
/// Who come back at once.
const COMING_BACK: usize = 10;
/// How long one that does not read is watched.
const WATCHED: Duration = Duration::from_secs(90);

/// A house over this database, with everybody signed in.
pub(super) async fn measure(url: &str, options: &Options) -> anyhow::Result<Figures> {
    let store = Store::open(&StoreConfig::new(url)).await?;
    declared::schema().migrate(&store).await?;
    let journal = Journal::open(store, Clock::system(), JournalConfig::default()).await?;
    let (stop, stopped) = watch::channel(false);
    let folder = tempfile::tempdir()?;
    let fittings = Fittings::bare(&journal, folder.path())?;
    let house = House::build(&journal, fittings, &Pack::new(None), &stopped)?;
    let jobs = house.jobs.start();
    let doorway = Doorway::open(([127, 0, 0, 1], 0).into())?;
    let at = doorway.address()?;
    let router = house.router;
    let server =
        tokio::spawn(async move { axum::serve(doorway, router.into_make_service()).await });
    let tokens = sign_in(&journal, options.followers + COMING_BACK + 1).await?;
    write_ahead(&journal, options.missed).await?;

    let figures = follow_and_write(&journal, at, &tokens, options).await;
    stop.send_replace(true);
    server.abort();
    jobs.stop().await;
    journal.close().await;
    journal.store().close().await;
    figures
}

async fn follow_and_write(
    journal: &Journal,
    at: SocketAddr,
    tokens: &[String],
    options: &Options,
) -> anyhow::Result<Figures> {
    let (crowd_tokens, others) = tokens
        .split_at_checked(options.followers)
        .context("too few sessions")?;
    let (stuck, returning) = others.split_first().context("too few sessions")?;
    let before = anonymous_kib(std::process::id())?;
    let crowd = super::crowd(options, at, crowd_tokens).await?;
    let after = anonymous_kib(std::process::id())?;
    let many = f64::from(u32::try_from(options.followers)?);
    let grown = u32::try_from(after.saturating_sub(before))?;

    let start = *journal.head().borrow();
    let steady = Writer::start(journal, options.rate);
    tokio::time::sleep(Duration::from_secs(options.seconds)).await;
    let steady = steady.end().await?;

    let beside = Writer::start(journal, options.rate);
    let missed = i64::try_from(options.missed)?;
    let stuck = tokio::spawn(stop_reading(at, stuck.clone()));
    tokio::time::sleep(Duration::from_secs(2)).await;
    let head = *journal.head().borrow();
    let back = returning
        .iter()
        .map(|token| come_back(at, token, head - missed, head));
    let mut caught_up = Times::default();
    for took in try_join_all(back).await? {
        caught_up.add(took);
    }
    let disconnected = stuck.await??;
    let beside = beside.end().await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let arrivals = crowd.end().await?;

    let positions = positions_since(journal, start).await?;
    let placed = |written: &[(uuid::Uuid, i64)]| -> Vec<(i64, i64)> {
        let place = |(subject, at): &(uuid::Uuid, i64)| Some((*positions.get(subject)?, *at));
        written.iter().filter_map(place).collect()
    };
    let (steady, lost) = joined_times(&placed(&steady), &arrivals, options.followers);
    let (beside, lost_beside) = joined_times(&placed(&beside), &arrivals, options.followers);
    Ok(Figures {
        steady,
        beside,
        lost: lost + lost_beside,
        caught_up,
        missed: options.missed,
        disconnected,
        memory: f64::from(grown) / many,
    })
}

/// Times from each commit to each arrival, and how many did not arrive.
pub(super) fn joined_times(
    committed: &[(i64, i64)],
    arrivals: &[(i64, i64)],
    followers: usize,
) -> (Times, usize) {
    let at: HashMap<i64, i64> = committed.iter().copied().collect();
    let mut times = Times::default();
    for (position, came) in arrivals {
        if let Some(committed) = at.get(position) {
            let micros = came.saturating_sub(*committed);
            times.add(Duration::from_micros(u64::try_from(micros).unwrap_or(0)));
        }
    }
    let lost = (committed.len() * followers).saturating_sub(times.len());
    (times, lost)
}

/// Real sessions by their passwords.
async fn sign_in(journal: &Journal, many: usize) -> anyhow::Result<Vec<String>> {
    let access = Access::new(journal.clone(), AccessConfig::default());
    let password = Password::new(PASSWORD.to_owned());
    let names: Vec<String> = (0..ACCOUNTS).map(|n| format!("bench{n}")).collect();
    for name in &names {
        let account = NewAccount {
            username: name.clone(),
            display_name: name.clone(),
            role: Role::Dispatcher,
            locale: Language::Zh,
            sets: Sets::default(),
        };
        let by = Pass::of_system("bench");
        access
            .create_account(&by, account, password.clone())
            .await?;
    }
    let mut tokens = Vec::with_capacity(many);
    for name in names.iter().cycle().take(many) {
        let signed_in = access.sign_in(name, &password).await?;
        tokens.push(signed_in.token.reveal().to_owned());
    }
    Ok(tokens)
}

fn responder(journal: &Journal) -> Responder {
    Responder {
        id: journal.new_id(),
        version: 0,
        name: "水罐车（样例）".to_owned(),
        kind: ResponderKind::Vehicle,
        class: None,
        station_id: None,
        region: "140802".to_owned(),
        longitude_e7: None,
        latitude_e7: None,
        position_at: None,
        in_service: true,
        assignment_id: None,
        synthetic: true,
    }
}

fn set(journal: &Journal, one: &Responder) -> anyhow::Result<ChangeSet> {
    let change = Change::of(one, "created", journal.clock().now())?;
    Ok(ChangeSet::new(Lane::Dispatch, Actor::system("bench")).with(change))
}

/// What the ones who come back will have missed.
async fn write_ahead(journal: &Journal, many: usize) -> anyhow::Result<()> {
    let all: Vec<usize> = (0..many).collect();
    for some in all.chunks(500) {
        let sets = some.iter().map(|_| set(journal, &responder(journal)));
        let sets = sets.collect::<anyhow::Result<Vec<_>>>()?;
        try_join_all(sets.into_iter().map(|set| journal.submit(set))).await?;
    }
    let mut head = journal.head();
    let enough = i64::try_from(many)?;
    head.wait_for(|head| *head >= enough).await?;
    Ok(())
}

/// Writes at a steady rate until it is ended.
struct Writer {
    stop: watch::Sender<bool>,
    task: JoinHandle<anyhow::Result<Vec<(uuid::Uuid, i64)>>>,
}

impl Writer {
    fn start(journal: &Journal, rate: u32) -> Self {
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(write(journal.clone(), rate, stopped));
        Self { stop, task }
    }

    /// The subjects written and when their commits were answered, microseconds.
    async fn end(self) -> anyhow::Result<Vec<(uuid::Uuid, i64)>> {
        self.stop.send_replace(true);
        self.task.await?
    }
}

async fn write(
    journal: Journal,
    rate: u32,
    stop: watch::Receiver<bool>,
) -> anyhow::Result<Vec<(uuid::Uuid, i64)>> {
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / rate);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut commits = Vec::new();
    while !*stop.borrow() {
        ticks.tick().await;
        let one = responder(&journal);
        let (subject, set, journal) = (one.id, set(&journal, &one)?, journal.clone());
        commits.push(tokio::spawn(async move {
            let committed = journal.submit(set).await;
            let at = journal.clock().now().as_micros();
            committed.map(|_| (subject, at))
        }));
    }
    let mut written = Vec::with_capacity(commits.len());
    for commit in commits {
        written.push(commit.await??);
    }
    Ok(written)
}

async fn positions_since(
    journal: &Journal,
    start: i64,
) -> anyhow::Result<HashMap<uuid::Uuid, i64>> {
    let mut follower = journal.follow(start);
    let head = *journal.head().borrow();
    let mut positions = HashMap::new();
    while follower.position() < head {
        let page = follower.next().await?;
        positions.extend(page.iter().map(|one| (one.entry.subject, one.position)));
    }
    Ok(positions)
}

/// Comes back by the last id it saw; the time until everything up to `head` came.
async fn come_back(at: SocketAddr, token: &str, last: i64, head: i64) -> anyhow::Result<Duration> {
    let began = Instant::now();
    let mut stream = open(at, token, Some(last)).await?;
    let (mut ids, mut buffer) = (Ids::default(), vec![0; 64 * 1024]);
    loop {
        let read = stream.read(&mut buffer).await?;
        if read == 0 {
            bail!("the stream ended before it had caught up");
        }
        for byte in buffer.iter().take(read) {
            if ids.take(*byte).is_some_and(|id| id >= head) {
                return Ok(began.elapsed());
            }
        }
    }
}

/// Asks and reads nothing; the time until the server has had enough.
async fn stop_reading(at: SocketAddr, token: String) -> anyhow::Result<Option<Duration>> {
    let socket = TcpSocket::new_v4()?;
    socket.set_recv_buffer_size(4_096)?;
    let mut stream = socket.connect(at).await?;
    stream.write_all(question(&token, None).as_bytes()).await?;
    let began = Instant::now();
    while began.elapsed() < WATCHED {
        if stream.take_error()?.is_some() {
            return Ok(Some(began.elapsed()));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok(None)
}
