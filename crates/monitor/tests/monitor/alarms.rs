//! What devices say becomes alarms, points and records of strangers.

use std::time::Duration;

use city::nouns::Transmitter;
use journal::{Actor, ChangeSet, Lane};
use monitor::alarm::State;
use monitor::records::device_alarm::Cause;

use register::Entered;

use crate::device::{FIRE, NORMAL, detector};
use crate::rig::{Rig, on_both_engines};

#[tokio::test(flavor = "multi_thread")]
async fn a_fire_rings_and_its_end_is_noted() {
    on_both_engines(|url| async move {
        let rig = Rig::with(&url, |config| {
            config.intake.repeat_pause = Duration::from_millis(400);
        })
        .await;
        let mut device = rig.dial(889).await;
        device.confirmed(1, &detector(2, FIRE)).await;
        let alarm = &rig.alarms(889).await[0];
        assert_eq!((alarm.state, alarm.cause), (State::Ringing, Cause::Fire));
        assert_eq!((alarm.label.as_str(), alarm.priority), ("10-2", 2));
        assert!(alarm.device_says_test);
        let stranger = rig.device(889).await;
        assert_eq!(
            (stranger.registered, stranger.region.as_str()),
            (false, "1408")
        );

        // Chatter: five repeats at once are one entry at most, and counted with the next.
        for sequence in 2..7 {
            device.confirmed(sequence, &detector(2, FIRE)).await;
        }
        let version = rig.alarms(889).await[0].version;
        assert!(version <= 2, "{version}");
        tokio::time::sleep(Duration::from_millis(450)).await;
        device.confirmed(7, &detector(2, FIRE)).await;
        assert_eq!(rig.alarms(889).await[0].repeat_count, 6);

        device.confirmed(8, &detector(2, NORMAL)).await;
        assert!(rig.alarms(889).await[0].restored_at.is_some());
        assert_eq!(rig.alarms(889).await.len(), 1);
        let points = rig.points(889).await;
        assert_eq!((points.len(), points[0].version), (1, 2));
        rig.stop().await;
    })
    .await;
}

/// Every fire bit and every pressed button rings, each at its own point.
#[tokio::test(flavor = "multi_thread")]
async fn all_four_kinds_of_fire_ring() {
    on_both_engines(|url| async move {
        let rig = Rig::start(&url).await;
        let mut device = rig.dial(889).await;
        let time = [2, 58, 9, 26, 9, 12];
        let adu = |head: &[u8]| [head, &time].concat();
        device.confirmed(1, &adu(&[1, 1, 1, 1, 3, 0])).await;
        device.confirmed(2, &detector(2, FIRE)).await;
        device.confirmed(3, &adu(&[21, 1, 0x03])).await;
        device.confirmed(4, &adu(&[4, 1, 1, 1, 0x04, 7])).await;
        device.confirmed(5, &adu(&[24, 1, 0x04, 1])).await;
        let alarms = rig.alarms(889).await;
        let mut keys: Vec<_> = alarms
            .iter()
            .map(|a| a.open_point.clone().unwrap())
            .collect();
        keys.sort();
        let due = [
            "s1.1",
            "s1.1#manual",
            "s1.1/c40.131082",
            "uitd",
            "uitd#manual",
        ];
        assert_eq!(keys, due);
        // 复位 at the panel ends the manual alarm of its system and no other.
        device.confirmed(6, &adu(&[4, 1, 1, 1, 0x01, 7])).await;
        let restored = rig
            .alarms(889)
            .await
            .into_iter()
            .filter(|a| a.restored_at.is_some());
        let restored: Vec<_> = restored.map(|a| a.open_point.unwrap()).collect();
        assert_eq!(restored, ["s1.1#manual"]);
        rig.stop().await;
    })
    .await;
}

/// One panel with many points in alarm at once: all in one go, nothing lost, few commits.
#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_one_device_is_all_there() {
    on_both_engines(|url| async move {
        let rig = Rig::start(&url).await;
        let mut device = rig.dial(889).await;
        let began = std::time::Instant::now();
        for point in 0..500 {
            device.upload(point, &detector(point, FIRE)).await;
        }
        for _ in 0..500 {
            device
                .answer(Duration::from_secs(20))
                .await
                .expect("a confirm");
        }
        println!("500 alarms of one device in {:?}", began.elapsed());
        assert_eq!(rig.alarms(889).await.len(), 500);
        assert_eq!(rig.uploads(889).await.len(), 500);
        rig.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_connections_with_one_address_are_both_served() {
    on_both_engines(|url| async move {
        let rig = Rig::start(&url).await;
        let mut first = rig.dial(889).await;
        let mut second = rig.dial(889).await;
        first.confirmed(1, &detector(1, FIRE)).await;
        second.confirmed(1, &detector(2, FIRE)).await;
        // Until now the first may just be what a device left behind when it dialled anew.
        assert_eq!(rig.device(889).await.address_clash_at, None);
        first.confirmed(2, &detector(3, FIRE)).await;
        second.confirmed(3, &detector(4, FIRE)).await;
        assert_eq!(rig.alarms(889).await.len(), 4);
        let device = rig.device(889).await;
        assert!(device.address_clash_at.is_some());
        let history = journal::history(rig.journal.store(), &[device.id])
            .await
            .unwrap();
        let verbs: Vec<_> = history
            .iter()
            .map(|(_, entry)| entry.verb.as_str())
            .collect();
        assert_eq!(verbs, ["appeared", "address_clash"]);
        rig.stop().await;
    })
    .await;
}

/// Two gateways on one database know the same source and race for its alarms.
#[tokio::test(flavor = "multi_thread")]
async fn two_gateways_open_one_alarm_a_point() {
    on_both_engines(|url| async move {
        let (left, right) = (Rig::start(&url).await, Rig::start(&url).await);
        let (mut one, mut other) = (left.dial(889).await, right.dial(889).await);
        for point in 0..20 {
            let fire = detector(point, FIRE);
            tokio::join!(
                one.confirmed(2 * point, &fire),
                other.confirmed(2 * point + 1, &fire)
            );
        }
        assert_eq!(left.alarms(889).await.len(), 20);
        assert_eq!(left.uploads(889).await.len(), 40);
        left.stop().await;
        right.stop().await;
    })
    .await;
}

/// A device that somebody registers keeps its record, and its dialect is used.
#[tokio::test(flavor = "multi_thread")]
async fn a_registered_device_speaks_its_dialect() {
    on_both_engines(|url| async move {
        let rig = Rig::start(&url).await;
        let transmitter = Transmitter {
            name: "D".to_owned(),
            source_address: 889,
            registered: true,
            unit: None,
            unit_name: Some("U".to_owned()),
            address: Some("A".to_owned()),
            region: "140802".parse().unwrap(),
            position: None,
            model: None,
            dialect: Some("bcd-time".to_owned()),
            installed_on: None,
            address_clash_at: None,
        };
        let now = rig.journal.clock().now();
        let mut device = Entered::new(rig.journal.new_id(), transmitter, now);
        let set = ChangeSet::new(Lane::Import, Actor::system("test"));
        let change = device.write("created", now).unwrap();
        rig.journal.submit(set.with(change)).await.unwrap();
        let mut line = rig.dial(889).await;
        let bcd = crate::device::detector_at(1, FIRE, [0x02, 0x58, 0x09, 0x26, 0x09, 0x12]);
        line.confirmed(1, &bcd).await;
        let alarm = &rig.alarms(889).await[0];
        assert_eq!(alarm.device_id, device.id);
        assert_eq!(alarm.region.as_deref(), Some("140802"));
        let time = "2012-09-26T01:58:02Z".parse::<base::Timestamp>().unwrap();
        assert_eq!(alarm.occurred_at, Some(time.into()));
        rig.stop().await;
    })
    .await;
}
