//! What sets say, tried on every subject of a small world.

use super::*;

fn region(code: &str) -> RegionCode {
    code.parse().unwrap()
}

fn unit(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn all_sets() -> Vec<Sets> {
    let mut all = Vec::new();
    for areas in [vec![], vec!["140802"], vec!["140802001", "140821"]] {
        for sectors in [vec![], vec!["education"], vec!["education", "health"]] {
            for own in [None, Some(unit(1))] {
                for clients in [vec![], vec![unit(2), unit(3)]] {
                    all.push(Sets {
                        areas: areas.iter().map(|code| region(code)).collect(),
                        sectors: sectors.iter().map(|word| word.parse().unwrap()).collect(),
                        unit: own,
                        clients,
                        organisation: None,
                    });
                }
            }
        }
    }
    all
}

fn all_subjects() -> Vec<Subject<'static>> {
    let mut all = Vec::new();
    let regions = ["140802", "140802001", "140821", "140822", "14080"];
    for region in regions.map(Some).into_iter().chain([None]) {
        for unit in [None, Some(unit(1)), Some(unit(3)), Some(unit(9))] {
            for sector in [None, Some("education"), Some("health"), Some("culture")] {
                all.push(Subject {
                    region,
                    unit,
                    sector,
                });
            }
        }
    }
    all
}

/// What a list's question would say of a row.
fn answers(narrowing: &Narrowing, row: &Subject<'_>) -> bool {
    match narrowing {
        Narrowing::Nothing => false,
        Narrowing::Within {
            regions,
            units,
            sectors,
        } => {
            let valid = |text: &&str| text.parse::<RegionCode>().is_ok();
            let in_region = |text: &str| regions.iter().any(|one| text.starts_with(one.as_str()));
            (regions.is_empty() || row.region.filter(valid).is_some_and(in_region))
                && (units.is_empty() || row.unit.is_some_and(|one| units.contains(&one)))
                && (sectors.is_empty()
                    || row
                        .sector
                        .is_some_and(|word| sectors.iter().any(|one| one.as_str() == word)))
        }
    }
}

#[test]
fn one_subject_and_a_list_are_told_the_same() {
    let bits = [false, true];
    for role in Role::ALL {
        for sets in all_sets() {
            let scope = Scope::of(role, &sets);
            for (by_region, by_unit, by_sector) in bits
                .iter()
                .flat_map(|a| bits.iter().flat_map(move |b| bits.map(|c| (*a, *b, c))))
            {
                let knows = Knows {
                    region: by_region,
                    unit: by_unit,
                    sector: by_sector,
                };
                let narrowing = scope.narrowing(knows);
                for subject in all_subjects() {
                    // A table without a column knows nothing there.
                    let row = Subject {
                        region: subject.region.filter(|_| by_region),
                        unit: subject.unit.filter(|_| by_unit),
                        sector: subject.sector.filter(|_| by_sector),
                    };
                    assert_eq!(
                        scope.admits(&row),
                        answers(&narrowing, &row),
                        "{role} {sets:?} {row:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn sets_narrow_and_a_role_without_its_set_is_nowhere() {
    let none = Sets::default();
    let anywhere = Subject::in_region(Some("140802001"));
    assert!(Scope::of(Role::Dispatcher, &none).admits(&anywhere));
    for role in [Role::UnitManager, Role::GridWorker, Role::TownshipOfficer] {
        assert!(none.fit(role).is_err());
        assert!(!Scope::of(role, &none).admits(&anywhere), "{role}");
    }
    assert!(!Scope::default().admits(&anywhere));

    let own = Sets {
        unit: Some(unit(1)),
        clients: vec![unit(2)],
        ..Sets::default()
    };
    let scope = Scope::of(Role::UnitManager, &own);
    let of_unit = |number| Subject {
        unit: Some(unit(number)),
        ..Subject::default()
    };
    assert!(scope.admits(&of_unit(1)) && scope.admits(&of_unit(2)));
    assert!(!scope.admits(&of_unit(3)));
    assert!(
        !scope.admits(&anywhere),
        "a subject without a unit is nobody's"
    );
    assert_eq!(own.fit(Role::Dispatcher), Err(SetsError::UnitsUnfit));

    let school = Sets {
        areas: vec![region("140802")],
        sectors: vec!["education".parse().unwrap()],
        ..Sets::default()
    };
    let scope = Scope::of(Role::Leader, &school);
    let subject = |code, sector| Subject {
        region: Some(code),
        unit: None,
        sector: Some(sector),
    };
    assert!(scope.admits(&subject("140802001", "education")));
    assert!(!scope.admits(&subject("140802001", "health")));
    assert!(!scope.admits(&subject("140821", "education")));
    assert_eq!(school.fit(Role::GridWorker), Err(SetsError::SectorsUnfit));
}

#[test]
fn nobody_holds_more_than_their_own() {
    let all = all_sets();
    for own in &all {
        let scope = Scope::of(Role::Integration, own);
        for other in &all {
            let wider = all_subjects().into_iter().any(|subject| {
                let given = Scope::of(Role::Integration, other);
                given.admits(&subject) && !scope.admits(&subject)
            });
            assert!(
                !(scope.holds(other) && wider),
                "{own:?} gave away {other:?}"
            );
        }
        assert!(scope.holds(own));
        assert!(Scope::everywhere().holds(own));
        assert!(!Scope::default().holds(own));
    }
}

#[test]
fn sectors_are_plain_words_and_areas_hold_nothing_unknown() {
    assert!("fire_service2".parse::<Sector>().is_ok());
    for wrong in ["", "Education", "教育", "a b", "2a", &"a".repeat(41)] {
        assert!(wrong.parse::<Sector>().is_err(), "{wrong}");
    }
    let areas = [region("140802")];
    assert!(covers(&areas, Some("140802001")));
    for outside in [Some("140821"), Some("14080"), None] {
        assert!(!covers(&areas, outside));
    }
    assert!(covers(&[], None));
}
