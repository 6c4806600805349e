//! Resends are known by source, sequence and content, across reconnects and restarts.

use std::time::Duration;

use crate::device::{CONFIRM, FIRE, NORMAL, detector, reading};
use crate::rig::{Rig, on_both_engines};

#[tokio::test(flavor = "multi_thread")]
async fn a_resend_is_confirmed_and_stored_once() {
    on_both_engines(|url| async move {
        let rig = Rig::start(&url).await;
        let mut device = rig.dial(889).await;
        for _ in 0..4 {
            device.confirmed(1, &detector(2, FIRE)).await;
        }
        drop(device);
        tokio::time::sleep(Duration::from_millis(50)).await;
        let mut again = rig.dial(889).await;
        again.confirmed(1, &detector(2, FIRE)).await;
        assert_eq!(rig.gateway.figures().resends, 4);
        assert_eq!(rig.uploads(889).await.len(), 1);
        rig.stop().await;

        let rig = Rig::start(&url).await;
        let mut device = rig.dial(889).await;
        device.confirmed(1, &detector(2, FIRE)).await;
        assert_eq!(rig.gateway.figures().resends, 1);
        assert_eq!(rig.uploads(889).await.len(), 1);
        let alarms = rig.alarms(889).await;
        assert_eq!((alarms.len(), alarms[0].repeat_count), (1, 0));
        rig.stop().await;
    })
    .await;
}

/// A device that never counts and has no clock: fire, normal, fire again is no resend.
#[tokio::test(flavor = "multi_thread")]
async fn news_after_other_news_is_news() {
    on_both_engines(|url| async move {
        let rig = Rig::start(&url).await;
        let mut device = rig.dial(889).await;
        for bits in [FIRE, NORMAL, FIRE] {
            device.confirmed(0, &detector(2, bits)).await;
        }
        assert_eq!(rig.uploads(889).await.len(), 3);
        let alarms = rig.alarms(889).await;
        assert_eq!((alarms.len(), alarms[0].repeat_count), (1, 1));
        assert_eq!(alarms[0].restored_at, None);
        rig.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_order_of_sequence_numbers_does_not_matter() {
    on_both_engines(|url| async move {
        let rig = Rig::start(&url).await;
        let mut device = rig.dial(889).await;
        let order = [65_535_u16, 0, 7, 3, 3, 1];
        for sequence in order {
            device.upload(sequence, &reading(5)).await;
        }
        let mut confirmed = Vec::new();
        for _ in order {
            let answer = device.answer(Duration::from_secs(5)).await.unwrap();
            assert_eq!(answer.command, CONFIRM);
            confirmed.push(answer.sequence);
        }
        confirmed.sort_unstable();
        assert_eq!(confirmed, [0, 1, 3, 3, 7, 65_535]);
        assert_eq!(rig.uploads(889).await.len(), 5);
        rig.stop().await;
    })
    .await;
}
