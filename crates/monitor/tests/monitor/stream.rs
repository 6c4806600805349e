//! Bytes as they come: noise, halves, lies about lengths, slow and silent readers.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use wire::gb26875::Command;

use crate::device::{CONFIRM, DENY, FIRE, detector, frame, reading};
use crate::rig::{Rig, on_both_engines, on_sqlite};

#[tokio::test(flavor = "multi_thread")]
async fn frames_are_found_between_noise_and_in_pieces() {
    on_both_engines(|url| async move {
        let rig = Rig::start(&url).await;
        let mut device = rig.dial(889).await;
        let mut bytes = b"noise@#@@".to_vec();
        bytes.extend(frame(889, Command::Send, 1, &reading(1)));
        bytes.extend(b"##@ more noise");
        bytes.extend(frame(889, Command::Send, 2, &reading(2)));
        bytes.extend(frame(889, Command::Send, 3, &[]));
        // The two stray start characters of the first noise claim a length that never comes true
        // or is too long; either way the frame behind them is found.
        for piece in bytes.chunks(7) {
            device.send(piece).await;
            tokio::task::yield_now().await;
        }
        for sequence in [1, 2, 3] {
            device.expect(CONFIRM, sequence).await;
        }
        let notes: Vec<_> = rig
            .uploads(889)
            .await
            .into_iter()
            .map(|row| row.note)
            .collect();
        assert_eq!(notes, ["upload", "upload", "heartbeat"]);
        rig.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_false_start_does_not_hold_a_fire_for_long() {
    let story = |url: String| async move {
        let rig = Rig::with(&url, |config| config.stall = Duration::from_millis(300)).await;
        let mut device = rig.dial(889).await;
        // A start that claims 1000 bytes and then the real frame, which lies inside the claim.
        let mut bytes = b"@@".to_vec();
        bytes.extend([0; 22]);
        bytes.extend(1_000_u16.to_le_bytes());
        bytes.push(2);
        bytes.extend(frame(889, Command::Send, 1, &detector(1, FIRE)));
        device.send(&bytes).await;
        device.expect(CONFIRM, 1).await;
        // A frame cut off by the end of the connection is dropped, what came before is not.
        device.upload(2, &reading(2)).await;
        let half = frame(889, Command::Send, 3, &reading(3));
        device.send(&half[..20]).await;
        device.socket.shutdown().await.unwrap();
        device.expect(CONFIRM, 2).await;
        device.hears_nothing(Duration::from_millis(500)).await;
        assert_eq!(rig.uploads(889).await.len(), 2);
        rig.stop().await;
    };
    on_sqlite(story).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_denied_or_passed_over() {
    on_both_engines(|url| async move {
        let rig = Rig::start(&url).await;
        let mut device = rig.dial(889).await;
        let good = frame(889, Command::Send, 9, &detector(1, FIRE));
        let mut wrong_sum = good.clone();
        let sum = wrong_sum.len() - 3;
        wrong_sum[sum] ^= 0xFF;
        device.send(&wrong_sum).await;
        device.expect(DENY, 9).await;
        // A length above the limit: silence, and the stream goes on.
        let mut too_long = good.clone();
        too_long[24..26].copy_from_slice(&2_000_u16.to_le_bytes());
        device.send(&too_long).await;
        // Counts that do not fit: more objects promised than are there, fewer, none.
        for (sequence, count) in [(10, 3_u8), (11, 0), (12, 200)] {
            let mut adu = detector(1, FIRE);
            adu[1] = count;
            device.upload(sequence, &adu).await;
            device.expect(DENY, sequence).await;
        }
        device.upload(13, &[2]).await;
        device.expect(DENY, 13).await;
        device.confirmed(14, &reading(1)).await;
        assert_eq!(rig.uploads(889).await.len(), 1);
        assert!(rig.alarms(889).await.is_empty());
        rig.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn denials_are_rationed() {
    let story = |url: String| async move {
        let rig = Rig::with(&url, |config| config.denies = 3).await;
        let mut device = rig.dial(889).await;
        let mut wrong = frame(889, Command::Send, 9, &reading(1));
        let sum = wrong.len() - 3;
        wrong[sum] ^= 0xFF;
        for _ in 0..50 {
            device.send(&wrong).await;
        }
        device.confirmed_after_denials(3).await;
        assert!(rig.gateway.figures().denies_held_back >= 40);
        rig.stop().await;
    };
    on_sqlite(story).await;
}

impl crate::device::Device {
    /// Sends a good frame and counts the denials before its confirm.
    async fn confirmed_after_denials(&mut self, most: usize) {
        self.upload(77, &reading(1)).await;
        let mut denials = 0;
        while let Some(answer) = self.answer(Duration::from_secs(3)).await {
            if answer.command == CONFIRM {
                // One more may have been earned while the test ran.
                assert!(denials <= most + 2, "{denials} denials");
                return;
            }
            denials += 1;
        }
        panic!("no confirm");
    }
}

/// Impossible and missing dates drop nothing.
#[tokio::test(flavor = "multi_thread")]
async fn impossible_dates_are_no_dates() {
    on_both_engines(|url| async move {
        let rig = Rig::start(&url).await;
        let mut device = rig.dial(889).await;
        let zero = crate::device::detector_at(1, FIRE, [0; 6]);
        let thirtieth = crate::device::detector_at(2, FIRE, [0, 0, 0, 30, 2, 20]);
        device.confirmed(1, &zero).await;
        device.confirmed(2, &thirtieth).await;
        device.confirmed(3, &detector(3, FIRE)).await;
        let occurred: Vec<_> = rig
            .alarms(889)
            .await
            .iter()
            .map(|a| a.occurred_at)
            .collect();
        let time = "2012-09-26T01:58:02Z".parse::<base::Timestamp>().unwrap();
        assert_eq!(occurred, [None, None, Some(time.into())]);
        rig.stop().await;
    })
    .await;
}

/// A device that sends and never reads fills its own line and nobody else's.
#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_never_reads_blocks_nobody() {
    let story = |url: String| async move {
        let rig = Rig::with(&url, |config| config.unsent = 2_048).await;
        let mut deaf = rig.dial(1).await;
        let flood: Vec<u8> = (0..2_000)
            .flat_map(|n| frame(1, Command::Send, n, &[]))
            .collect();
        let writing = tokio::spawn(async move {
            for _ in 0..50 {
                if deaf.socket.write_all(&flood).await.is_err() {
                    break;
                }
            }
            deaf
        });
        let mut other = rig.dial(2).await;
        for sequence in 0..20 {
            let began = std::time::Instant::now();
            other.confirmed(sequence, &detector(sequence, FIRE)).await;
            let took = began.elapsed();
            assert!(took < Duration::from_secs(1), "{took:?}");
        }
        writing.abort();
        rig.stop().await;
    };
    on_sqlite(story).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_ends_a_connection() {
    let story = |url: String| async move {
        let idle = Some(Duration::from_millis(400));
        let rig = Rig::with(&url, |config| config.idle = idle).await;
        let mut device = rig.dial(889).await;
        for sequence in 0..4 {
            tokio::time::sleep(Duration::from_millis(200)).await;
            device.confirmed(sequence, &[]).await;
        }
        device.hears_nothing(Duration::from_secs(3)).await;
        assert_eq!(rig.gateway.figures().idle_closed, 1);
        assert_eq!(rig.gateway.figures().connections, 0);
        rig.stop().await;
    };
    on_sqlite(story).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn interleaved_devices_each_get_their_own() {
    on_both_engines(|url| async move {
        let rig = Rig::start(&url).await;
        let talks = (1..=20_u64).map(|source| {
            let address = rig.gateway.address();
            tokio::spawn(async move {
                let mut device = crate::device::Device::dial(address, source).await;
                for sequence in 0..10 {
                    let bits = if sequence % 2 == 0 { FIRE } else { 1 };
                    device.confirmed(sequence, &detector(7, bits)).await;
                }
            })
        });
        for talk in talks.collect::<Vec<_>>() {
            talk.await.unwrap();
        }
        for source in 1..=20 {
            assert_eq!(rig.uploads(source).await.len(), 10);
            let alarms = rig.alarms(source).await;
            assert_eq!(alarms.len(), 1);
            assert_eq!(alarms[0].repeat_count, 4);
            assert!(alarms[0].restored_at.is_some());
            assert!(!rig.device(source).await.registered);
        }
        rig.stop().await;
    })
    .await;
}
