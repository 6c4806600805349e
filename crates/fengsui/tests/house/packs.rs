//! A pack is begun, made and checked as somebody would who brings a city.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::pack::{Regions, pack};
use crate::server::BINARY;

fn fengsui(args: &[&str]) -> (bool, String) {
    let output = Command::new(BINARY)
        .args(args)
        .env("FENGSUI_LOG", "error")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.is_empty() || !output.status.success(), "{errors}");
    (output.status.success(), said + &errors)
}

fn check(folder: &Path) -> (bool, String) {
    fengsui(&["pack", "check", folder.to_str().unwrap()])
}

/// A copy of the test city's pack that may be spoilt.
fn copy(name: &str) -> PathBuf {
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    drop(std::fs::remove_dir_all(&to));
    let from = pack(Regions::All);
    let done = Command::new("cp").arg("-r").arg(from).arg(&to).status();
    assert!(done.unwrap().success());
    to
}

fn change(folder: &Path, file: &str, change: impl Fn(&mut Value)) {
    let path = folder.join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    let mut value = serde_json::from_str(&text).unwrap();
    change(&mut value);
    std::fs::write(&path, value.to_string()).unwrap();
}

fn replace(folder: &Path, file: &str, old: &str, new: &str) {
    let path = folder.join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(old), "{file} does not hold {old}");
    std::fs::write(&path, text.replacen(old, new, 1)).unwrap();
}

#[test]
fn the_city_that_is_built_in_has_no_fault() {
    let built_in = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/yuncheng");
    let (is_good, said) = check(Path::new(built_in));
    assert!(is_good, "{said}");
    assert!(said.contains("errors: 0"), "{said}");
}

#[test]
fn everything_that_is_wrong_is_said_at_once_and_where() {
    let folder = copy("spoilt-pack");
    // 闻喜县 falls out of its area, 绛县 into a second one, and one area names a region of nowhere.
    let areas = "registers/2_assessed_area.json";
    change(&folder, areas, |file| {
        file["rows"][8]["includes"] = json!("140826 140899");
    });
    replace(
        &folder,
        "regions/townships_villages.csv",
        "township",
        "parish",
    );
    let tree = folder.join("regions/townships_villages.csv");
    let mut lines = std::fs::read_to_string(&tree).unwrap();
    lines.push_str("140821\n14082,短,county\n140777001,别处,township\n");
    std::fs::write(&tree, lines).unwrap();
    change(&folder, "registers/1_region.json", |file| {
        file["rows"][1]["residents"] = json!(-1);
        file["rows"][2]["population"] = json!(1);
    });
    // One county is drawn over its neighbour, another is of nowhere.
    change(&folder, "map/counties.geojson", |file| {
        file["features"][0]["geometry"] = file["features"][1]["geometry"].clone();
        file["features"][2]["properties"]["region"] = json!("140888");
    });
    std::fs::remove_file(folder.join("calendar/2024.json")).unwrap();
    std::fs::write(folder.join("calendar/2022.json"), "{").unwrap();
    let dialect = json!({"object_sizes": {"analog_value": 1}});
    std::fs::write(folder.join("dialects/mine.json"), dialect.to_string()).unwrap();
    std::fs::write(folder.join("office-hours.json"), "{}").unwrap();
    replace(
        &folder,
        "loops/water_repair.json",
        "repair-notice",
        "no-notice",
    );
    change(&folder, "sample/city.json", |file| {
        file["transmitters"][0]["dialect"] = json!("unheard");
        file["stations"][0]["region"] = json!("140802999");
    });

    let (is_good, said) = check(&folder);
    assert!(!is_good);
    for expected in [
        "error: registers/2_assessed_area.json: a hole: in no assessed area lie 140777001 别处, 140823",
        "error: registers/2_assessed_area.json: an overlap: in 闻喜县 and 绛县 lie 140826",
        "error: registers/2_assessed_area.json, row 9: 闻喜县 names 140899, which is no region",
        "is a township or zone by its digits and is called 'parish'",
        "a region has three cells: code, name and level",
        "'14082' is not a region code",
        "140777001 does not lie in the city, 1408",
        "error: registers/1_region.json, row 2: residents: ",
        "error: registers/1_region.json, row 3: population: ",
        "lies in 140881 and 140882",
        "map/counties.geojson, feature 3: 140888 is no region of this pack",
        "warning: map/counties.geojson: 140830 芮城县 has no outline",
        "error: calendar/2022.json: ",
        "error: calendar: the year 2024 is missing between 2023 and 2025",
        "error: dialects/mine.json: ",
        "warning: office-hours.json: nothing reads this file",
        "'water_repair' prints with 'no-notice', which is not in documents",
        "error: sample/city.json, transmitters 1: there is no file dialects/unheard.json",
        "error: sample/city.json, stations 1: 140802999 is no region of this pack",
    ] {
        assert!(
            said.contains(expected),
            "'{expected}' is not said in\n{said}"
        );
    }
}

#[test]
fn a_hole_between_outlines_is_found() {
    let folder = copy("holed-pack");
    // 盐湖区 lies amid its neighbours.
    change(&folder, "map/counties.geojson", |file| {
        let features = file["features"].as_array_mut().unwrap();
        features.retain(|one| one["properties"]["region"] != "140802");
    });
    let (is_good, said) = check(&folder);
    assert!(!is_good);
    assert!(
        said.contains("error: map/counties.geojson: a hole of "),
        "{said}"
    );
}

#[test]
fn what_the_map_would_leave_out_is_said() {
    let folder = copy("unnamed-pack");
    change(&folder, "map/places.json", |file| {
        file["source"] = json!({"en": "somewhere"});
        file["places"][0]["zh"] = json!("");
        file["places"][1]["rank"] = json!(4);
        file["places"][2]["latitude"] = json!("35.1");
    });
    change(&folder, "map/counties.geojson", |file| {
        file["features"][0]["properties"]["centre"] = json!([110.5]);
    });
    let (is_good, said) = check(&folder);
    assert!(!is_good);
    for expected in [
        "error: map/places.json: the source says nothing in 'zh'",
        "error: map/places.json, place 1: the place says nothing in 'zh'",
        "error: map/places.json, place 2: 'rank' is ",
        "error: map/places.json, place 3: 'longitude' and 'latitude' are degrees",
        "error: map/counties.geojson, feature 1: 'centre' is ",
    ] {
        assert!(said.contains(expected), "{expected} is not in\n{said}");
    }
}

#[test]
fn a_register_that_cannot_be_read_is_told_once() {
    let folder = copy("unread-pack");
    std::fs::write(folder.join("registers/1_region.json"), "{\"register\": ").unwrap();
    std::fs::write(folder.join("office_hours.json"), "{").unwrap();
    change(&folder, "city.json", |file| {
        file["utc_offset"] = json!("+00:00");
    });
    let (is_good, said) = check(&folder);
    assert!(!is_good);
    for expected in [
        "error: registers/1_region.json: EOF",
        "error: office_hours.json: ",
        "warning: registers: what names regions is looked at once",
        "warning: city.json: utc_offset says when ",
        "warning: calendar: utc_offset says that the city is not in China",
    ] {
        assert!(said.contains(expected), "{expected} is not in\n{said}");
    }
    assert!(!said.contains("is no region of this pack"), "{said}");
}

#[test]
fn a_pack_is_begun_and_says_what_it_still_wants() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("new-pack");
    drop(std::fs::remove_dir_all(&folder));
    let path = folder.to_str().unwrap();
    let begin = [
        "pack", "new", path, "--region", "9901", "--zh", "远城", "--en", "Farville",
    ];
    let (is_good, said) = fengsui(&begin);
    assert!(is_good, "{said}");
    let (is_good, said) = check(&folder);
    assert!(!is_good);
    assert!(said.contains("the source is not named"), "{said}");
    assert!(
        said.contains("a hole: in no assessed area lie 9901 远城"),
        "{said}"
    );
    let notice = std::fs::read_to_string(folder.join("loops/water_repair.json")).unwrap();
    assert!(
        notice.contains("\"远消") && !notice.contains("运城"),
        "{notice}"
    );

    assert!(
        notice.contains("（待填") && !notice.contains("十四五"),
        "{notice}"
    );
    assert!(
        said.contains("warning: loops: 3 files do not say yet what"),
        "{said}"
    );

    // What is wanted is given, and the pack is whole.
    let source = json!("a test");
    change(&folder, "registers/1_region.json", |file| {
        file["source"] = source.clone();
        let rows = file["rows"].as_array_mut().unwrap();
        rows.push(json!({"code": "990101", "name": "东区", "level": "county"}));
    });
    change(&folder, "registers/2_assessed_area.json", |file| {
        file["source"] = source.clone();
        let row = json!({"name": "东区", "rank": 1, "county": "990101", "includes": "990101"});
        file["rows"] = json!([row]);
    });
    // Holidays that were not published yet when the built-in pack was made.
    for notice in std::fs::read_dir(pack(Regions::All).join("calendar")).unwrap() {
        let notice = notice.unwrap();
        let to = folder.join("calendar").join(notice.file_name());
        std::fs::copy(notice.path(), to).unwrap();
    }
    let (is_good, said) = check(&folder);
    assert!(is_good, "{said}");
    let (is_good, said) = fengsui(&begin);
    assert!(!is_good && said.contains("is there already"), "{said}");
}
