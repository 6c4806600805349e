//! kill -9 in the middle of writing: nothing acknowledged is lost, the chain verifies, and the
//! tables are what the journal says. (That the page cache survives a killed process is why
//! `storage` cuts the power too.)

use base::Uuid;
use journal::Lane;
use sea_orm::EntityTrait;
use tokio::io::{AsyncBufReadExt, BufReader};

use crate::database::{on_both_engines, open_journal, open_store};
use crate::several_processes::start_writer;
use crate::subject::{Entity, Model};
use crate::whole::close_and_check;

/// Run by the test below in a process of its own: writes for ever and prints what was acknowledged.
#[tokio::test(flavor = "multi_thread")]
async fn endless_writer_process() {
    let Ok(url) = std::env::var("JOURNAL_TEST_ENDLESS") else {
        return;
    };
    let journal = open_journal(&url).await;
    let tasks = (0..16).map(|_| {
        let journal = journal.clone();
        tokio::spawn(async move {
            let mut counter = Model::new(journal.new_id(), "endless");
            loop {
                journal.submit(counter.set(Lane::Fire)).await.unwrap();
                counter.version += 1;
                counter.value += 1;
                println!("ACK {} {}", counter.id, counter.version);
            }
        })
    });
    futures_util::future::join_all(tasks.collect::<Vec<_>>()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_kill_9() {
    on_both_engines(|url| async move {
        let mut acknowledged = std::collections::HashMap::<Uuid, i64>::new();
        for _ in 0..3 {
            let mut writer =
                start_writer("kill::endless_writer_process", "JOURNAL_TEST_ENDLESS", &url);
            let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
            let mut count = 0;
            while let Ok(Some(line)) = lines.next_line().await {
                let mut words = line.split_whitespace();
                if words.next() == Some("ACK") {
                    let id = words.next().unwrap().parse().unwrap();
                    acknowledged.insert(id, words.next().unwrap().parse().unwrap());
                    count += 1;
                }
                if count == 400 {
                    writer.start_kill().unwrap();
                }
            }
            writer.wait().await.unwrap();
            assert!(count >= 400);
        }
        let store = open_store(&url).await;
        for (id, version) in acknowledged {
            let row = Entity::find_by_id(id).one(store.reader()).await.unwrap();
            assert!(
                row.is_some_and(|row| row.version >= version),
                "{id} {version} was lost"
            );
        }
        store.close().await;
        close_and_check(open_journal(&url).await).await;
    })
    .await;
}
