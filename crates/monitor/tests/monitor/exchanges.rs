//! The centre asks: queries, control, 查岗; and what answers nothing is only recorded.

use std::time::Duration;

use monitor::ExchangeError;
use wire::gb26875::Command;

use crate::device::{FIRE, detector, frame, reading};
use crate::rig::{Rig, on_both_engines};

#[tokio::test(flavor = "multi_thread")]
async fn a_query_is_answered_after_a_resend() {
    on_both_engines(|url| async move {
        let rig = Rig::with(&url, |c| c.answer_within = Duration::from_millis(300)).await;
        let gateway = rig.gateway.clone();
        assert_eq!(
            gateway.query(889, &[85, 1, 0]).await,
            Err(ExchangeError::NotConnected)
        );
        let mut device = rig.dial(889).await;
        device.confirmed(1, &reading(1)).await;
        let asking = tokio::spawn(async move { gateway.query(889, &[85, 1, 0]).await });
        let patience = Duration::from_secs(5);
        let first = device.answer(patience).await.unwrap();
        let again = device.answer(patience).await.unwrap();
        assert_eq!((first.command, &first), (4, &again));
        let reply = frame(889, Command::Reply, again.sequence, &[25, 1, 1, 4]);
        device.send(&reply).await;
        assert_eq!(asking.await.unwrap(), Ok(vec![25, 1, 1, 4]));
        assert_eq!(rig.uploads(889).await.last().unwrap().note, "matched");

        let gateway = rig.gateway.clone();
        let silent = tokio::spawn(async move { gateway.query(889, &[85, 1, 0]).await });
        assert_eq!(silent.await.unwrap(), Err(ExchangeError::NoAnswer));
        let mut asked = 0;
        while device.answer(Duration::from_millis(200)).await.is_some() {
            asked += 1;
        }
        assert_eq!(asked, 4, "once and three resends");
        rig.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_control_room_answers_the_attendance_check() {
    on_both_engines(|url| async move {
        let rig = Rig::start(&url).await;
        let mut device = rig.dial(889).await;
        device.confirmed(1, &[]).await;
        let gateway = rig.gateway.clone();
        let asking = tokio::spawn(async move { gateway.attendance_check(889, 10).await });
        let asked = device.answer(Duration::from_secs(5)).await.unwrap();
        assert_eq!((asked.command, asked.adu.as_slice()), (1, &[91, 1, 10][..]));
        let confirm = frame(889, Command::Confirm, asked.sequence, &[]);
        device.send(&confirm).await;
        device
            .confirmed(2, &[24, 1, 0x20, 7, 2, 58, 9, 26, 9, 12])
            .await;
        assert_eq!(asking.await.unwrap(), Ok(7));
        rig.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_asked_is_recorded_and_not_confirmed() {
    on_both_engines(|url| async move {
        let rig = Rig::start(&url).await;
        let mut device = rig.dial(889).await;
        for (sequence, command, adu) in [
            (1, Command::Control, &[91, 1, 10][..]),
            (2, Command::Request, &[85, 1, 0][..]),
            (3, Command::Reply, &[25, 1, 1, 4][..]),
            (4, Command::Confirm, &[][..]),
            (5, Command::Deny, &[][..]),
            (6, Command::UserDefined(200), b"whatever"),
        ] {
            device.send(&frame(889, command, sequence, adu)).await;
        }
        device.hears_nothing(Duration::from_millis(500)).await;
        let notes: Vec<_> = rig
            .uploads(889)
            .await
            .into_iter()
            .map(|row| row.note)
            .collect();
        let due = [
            "unmatched",
            "unmatched",
            "unmatched",
            "unmatched",
            "unmatched",
            "private",
        ];
        assert_eq!(notes, due);
        // A fire is a fire, also in a reply that nobody waits for any more.
        device
            .send(&frame(889, Command::Reply, 7, &detector(1, FIRE)))
            .await;
        device.confirmed(8, &[]).await;
        assert_eq!(rig.alarms(889).await.len(), 1);
        rig.stop().await;
    })
    .await;
}
