//! Ten thousand silent connections cost little and slow nobody down.

use std::net::TcpStream;
use std::process::Stdio;
use std::time::{Duration, Instant};

use nix::sys::resource::{Resource, getrlimit, setrlimit};
use tokio::io::{AsyncBufReadExt, BufReader};

use crate::device::{FIRE, detector};
use crate::rig::{Rig, on_both_engines};

const CROWD: &str = "MONITOR_TEST_CROWD";
const MANY: u64 = 10_000;

/// Open files that this process may have, raised as far as it is allowed.
fn open_files() -> u64 {
    let (soft, hard) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
    if setrlimit(Resource::RLIMIT_NOFILE, hard, hard).is_ok() {
        hard
    } else {
        soft
    }
}

fn anonymous_kilobytes() -> u64 {
    let rollup = std::fs::read_to_string("/proc/self/smaps_rollup").unwrap();
    let line = rollup.lines().find(|line| line.starts_with("Anonymous:"));
    let number = line.unwrap().split_whitespace().nth(1);
    number.unwrap().parse().unwrap()
}

/// Run by the test below in a process of its own: dials and stays silent until it is killed.
#[test]
fn silent_crowd_process() {
    let Ok(crowd) = std::env::var(CROWD) else {
        return;
    };
    let (address, many) = crowd.split_once(' ').unwrap();
    open_files();
    let sockets: Vec<_> = (0..many.parse().unwrap())
        .map(|_| TcpStream::connect(address).unwrap())
        .collect();
    println!("CROWD {}", sockets.len());
    std::thread::sleep(Duration::from_secs(120));
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_silent_connections() {
    on_both_engines(|url| async move {
        let rig = Rig::start(&url).await;
        let mut device = rig.dial(889).await;
        device.confirmed(0, &[]).await;
        let many = MANY.min(open_files() - 500);
        let before = anonymous_kilobytes();
        let mut crowd = tokio::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crowd::silent_crowd_process", "--nocapture"])
            .env(CROWD, format!("{} {many}", rig.gateway.address()))
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(crowd.stdout.take().unwrap()).lines();
        while !lines
            .next_line()
            .await
            .unwrap()
            .unwrap()
            .starts_with("CROWD")
        {}
        while rig.gateway.figures().connections < many + 1 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        // The crowd of the second engine finds memory that the first gave back: there it says less.
        let each = anonymous_kilobytes().saturating_sub(before) * 1024 / many;
        println!("{many} silent connections: {each} bytes of anonymous memory each");
        assert!(each < 8_192, "{each} bytes for a silent connection");
        let began = Instant::now();
        device.confirmed(1, &detector(1, FIRE)).await;
        let took = began.elapsed();
        println!("a fire among them was confirmed in {took:?}");
        assert!(took < Duration::from_secs(1), "{took:?}");
        crowd.kill().await.unwrap();
        rig.stop().await;
    })
    .await;
}
