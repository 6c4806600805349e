//! One file, read again when it changed.

use routing::{Refreshed, RoadBook, RoadSource, keep};

use crate::{place, town};

#[test]
fn roads_are_put_to_use_when_they_are_brought_in() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("roads").join("network");
    let book = RoadBook::at(file.clone());
    assert_eq!(book.refresh().unwrap(), Refreshed::Nothing);
    assert!(book.current().is_none());
    keep(&town("解放路"), &RoadSource::openstreetmap(), &file).unwrap();
    assert_eq!(book.refresh().unwrap(), Refreshed::New);
    assert_eq!(book.refresh().unwrap(), Refreshed::Same);

    // Whoever asked keeps what was asked.
    let asked = book.current().unwrap();
    keep(&town("人民中路南段"), &RoadSource::openstreetmap(), &file).unwrap();
    assert_eq!(book.refresh().unwrap(), Refreshed::New);
    let name = |roads: &routing::Roads| {
        let way = roads.way(place(1, 0), place(9, 0)).unwrap();
        way.streets[0].0.clone()
    };
    assert_eq!(name(&asked), "解放路");
    assert_eq!(*asked.source(), RoadSource::openstreetmap());
    assert_ne!(asked.tag(), book.current().unwrap().tag());
    assert_eq!(name(&book.current().unwrap()), "人民中路南段");
}

#[test]
fn a_damaged_file_leaves_the_roads_in_use() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("network");
    let book = RoadBook::at(file.clone());
    keep(&town("解放路"), &RoadSource::openstreetmap(), &file).unwrap();
    book.refresh().unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    bytes.truncate(bytes.len() / 2);
    std::fs::write(&file, bytes).unwrap();
    let refusal = book.refresh().unwrap_err().to_string();
    assert!(refusal.contains("fengsui import osm"), "{refusal}");
    std::fs::write(&file, b"\xff\xff\xff\xff no source").unwrap();
    let refusal = book.refresh().unwrap_err().to_string();
    assert!(refusal.contains("is no file of roads"), "{refusal}");
    assert!(book.current().is_some());
    // Taken away, the roads stay until the house is built anew.
    std::fs::remove_file(&file).unwrap();
    assert_eq!(book.refresh().unwrap(), Refreshed::Nothing);
    assert!(book.current().is_some());
}
