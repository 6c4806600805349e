//! Descriptions of what is not as it should be, and of every type.

use serde_json::{Value, json};
use wire::gb26875::describe::{describe_bytes, describe_file, describe_item};
use wire::gb26875::{Command, Dialect, Frame};

fn of_adu(command: Command, adu: &[u8]) -> Value {
    let bytes = Frame {
        header: crate::header(command),
        adu,
    }
    .encode()
    .unwrap();
    serde_json::to_value(describe_bytes(&bytes, &Dialect::default())).unwrap()
}

#[test]
fn no_item_is_an_error_of_the_function() {
    let dialect = Dialect::default();
    for item in [
        json!(null),
        json!(7),
        json!([]),
        json!({}),
        json!({"hex": 7}),
        json!({"hex": null}),
        json!({"hex": "4"}),
        json!({"hex": "40 4g"}),
        json!({"hex": "四十"}),
        json!({"hex": ""}),
        json!({"hex": "40"}),
        json!("40 40"),
    ] {
        let description = describe_item(&item, &dialect);
        assert!(!description.valid && description.error.is_some(), "{item}");
    }
    assert!(describe_file("{}", &dialect).is_err());
    assert!(describe_file("[", &dialect).is_err());
    assert_eq!(describe_file("[]", &dialect).unwrap(), []);
}

#[test]
fn the_fields_are_always_the_same_and_in_order() {
    let dialect = Dialect::default();
    let names = [
        "valid",
        "error",
        "sequence",
        "version",
        "sent",
        "source",
        "destination",
        "command",
        "type",
        "count",
        "objects",
    ];
    for item in [json!({}), json!({"hex": "4040"})] {
        let line = serde_json::to_string(&describe_item(&item, &dialect)).unwrap();
        let at: Vec<_> = names
            .iter()
            .map(|name| line.find(&format!("\"{name}\":")).unwrap())
            .collect();
        assert!(at.is_sorted(), "{line}");
    }
}

#[test]
fn what_can_be_read_of_a_broken_frame_is_filled_in() {
    let whole = Frame {
        header: crate::header(Command::Send),
        adu: &[25, 1, 3, 4],
    };
    let whole = whole.encode().unwrap();
    let describe = |bytes: &[u8]| describe_bytes(bytes, &Dialect::default());

    let cut = describe(&whole[..20]);
    assert_eq!(
        (cut.sequence, cut.source, cut.destination),
        (Some(0x0102), Some(889), None)
    );
    assert_eq!(cut.sent.as_deref(), Some("2012-09-26T09:58:32"));
    assert_eq!(
        (cut.command, cut.type_flag, cut.objects),
        (None, None, None)
    );

    let mut sum = whole.clone();
    sum[31] ^= 1;
    let sum = describe(&sum);
    assert!(sum.error.unwrap().contains("checksum"));
    assert_eq!(
        (sum.command, sum.type_flag, sum.count),
        (Some(2), Some(25), Some(1))
    );
    assert_eq!(sum.objects, Some(vec![json!({"major": 3, "minor": 4})]));

    let bad = of_adu(Command::Send, &[25, 0]);
    assert_eq!(bad["valid"], false);
    assert_eq!(
        (&bad["type"], &bad["count"], &bad["objects"]),
        (&json!(25), &json!(0), &json!(null))
    );
}

#[test]
fn each_kind_of_object_has_its_fields() {
    let time = [2, 58, 9, 26, 9, 12];
    let iso = "2012-09-26T09:58:02";
    let with_time = |head: &[u8]| [head, &time].concat();
    let first = |adu: &[u8]| {
        let value = of_adu(Command::Send, adu);
        assert_eq!(value["valid"], true, "{value}");
        value["objects"][0].clone()
    };
    assert_eq!(
        first(&with_time(&[1, 1, 1, 2, 3, 0x28])),
        json!({"system_type": 1, "system_address": 2, "state": 0x2803,
            "flags": ["normal_running", "fire_alarm", "manual_mode", "reset"], "occurred": iso})
    );
    assert_eq!(
        first(&with_time(&[3, 1, 11, 1, 92, 10, 0, 2, 0, 2, 0x5E, 1])),
        json!({"system_type": 11, "system_address": 1, "component_type": 92,
            "component_address": 131082, "zone": 10, "point": 2, "analog_type": 2, "value": 350,
            "unit": "m", "scaled": "3.50", "sampled": iso})
    );
    assert_eq!(
        first(&with_time(&[24, 1, 0x20, 1])),
        json!({"operation": 32, "flags": ["attendance_answer"], "operator": 1, "recorded": iso})
    );
    assert_eq!(
        first(&with_time(&[64, 1, 1, 1, 102])),
        json!({"system_type": 1, "system_address": 1, "wanted": 102, "start": iso})
    );
    assert_eq!(
        first(&[21, 1, 8]),
        json!({"state": 8, "flags": ["mains_fault"], "occurred": null})
    );
    assert_eq!(first(&[28, 1, 0, 0, 0, 0, 0, 0]), json!({"clock": null}));
    assert_eq!(first(&[91, 1, 10]), json!({"timeout_minutes": 10}));
    assert_eq!(first(&[81, 1, 0]), json!({"reserved": 0}));
    assert_eq!(first(&[26, 1, 2, 0xBB, 0xD8]), json!({"text": "回"}));
    assert_eq!(first(&[0x80, 1, 0xAB, 1]), json!({"raw": "AB 01"}));
}

#[test]
fn a_private_command_may_hold_anything() {
    let value = of_adu(Command::UserDefined(200), &[7]);
    assert_eq!(
        (&value["valid"], &value["type"]),
        (&json!(true), &json!(null))
    );
    assert_eq!(value["objects"], json!([{"raw": "07"}]));
    let value = of_adu(Command::UserDefined(200), &[25, 1, 2, 3]);
    assert_eq!(value["objects"], json!([{"major": 2, "minor": 3}]));
}

#[test]
fn a_source_in_wire_order_leaves_the_destination_alone() {
    let dialect = Dialect::from_json(r#"{"source_address_order": "wire_order"}"#).unwrap();
    let bytes = Frame {
        header: crate::header(Command::Send),
        adu: &[],
    }
    .encode()
    .unwrap();
    let described = describe_bytes(&bytes, &dialect);
    assert_eq!(described.source, Some(0x7903_0000_0000));
    assert_eq!(described.destination, Some(88888));
}
