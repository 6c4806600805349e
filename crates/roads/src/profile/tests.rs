use super::*;

#[test]
fn those_that_stand_ready_are_read() {
    for (name, json) in READY {
        let profile = Profile::from_json(json).unwrap();
        assert_eq!(profile.name(), name);
        assert!(profile.label().iter().all(|label| !label.is_empty()));
    }
    assert!(Profile::named("submarine").is_none());
}

/// What was so before there were profiles.
#[test]
fn a_fire_engine_has_the_default_speeds() {
    let engine = Profile::named("fire_engine").unwrap();
    assert_eq!(engine.speeds(), SpeedTable::default());
    assert_eq!(engine, Profile::default());
}

#[test]
fn what_is_absurd_is_refused_and_named() {
    let engine = READY[0].1;
    let refused = |from: &str, to: &str| {
        assert!(engine.contains(from), "{from}");
        Profile::from_json(&engine.replace(from, to))
            .unwrap_err()
            .to_string()
    };
    let said = refused("\"motorway\": 80", "\"motorway\": 900");
    assert_eq!(
        said,
        "speeds_kmh.motorway: 900 km/h is no speed on a road; give 1 to 150"
    );
    assert!(refused("\"motorway\": 80", "\"motorway\": 0").contains("0 km/h"));
    assert!(refused("\"motorway\": 80", "\"river\": 80").contains("`river`"));
    assert!(refused("\"size\": {}", "\"size\": {\"weight_t\": -1}").contains("weight_t"));
    for (from, to) in [
        ("\"size\": {}", "\"size\": {\"wings\": 2}"),
        ("\"signs\": \"respected\"", "\"signs\": \"maybe\""),
        ("\"motorway\": 80", "\"motorway\": -80"),
        ("\"one_way\"", "\"one_ways\""),
    ] {
        assert!(refused(from, to).contains("not the record"), "{to}");
    }
}
