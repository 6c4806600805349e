//! Lines and areas: as WKT and GeoJSON in, refused with a reason at the field, found by box.

use base::Uuid;
use register::{
    FaultCode, Filter, Ledger, LedgerError, Operator, Query, Register, Stored, to_json,
};
use serde_json::{Value as Json, json};

use crate::database::{House, clerk, object, on_both_engines};
use crate::samples::{Organisation, Sample};

async fn owner(house: &House) -> Uuid {
    let name = object(json!({"name": "规划局"}));
    house
        .ledger::<Organisation>()
        .create(&clerk(), &name)
        .await
        .unwrap()
        .id
}

async fn area(ledger: &Ledger, owner: Uuid, area: Json) -> Result<Stored, LedgerError> {
    let row = json!({"text": "片区", "reference": owner.to_string(), "area": area});
    ledger.create(&clerk(), &object(row)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shape_comes_as_wkt_or_geojson_and_leaves_as_geojson() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let (ledger, owner) = (house.ledger::<Sample>(), owner(&house).await);
        let geojson = json!({"type": "Polygon", "coordinates":
            [[[111.0, 35.0], [111.5, 35.0], [111.5, 35.5], [111.0, 35.0]]]});
        for given in [
            json!("POLYGON ((111 35, 111.5 35, 111.5 35.5, 111 35))"),
            // Turned the other way, and with heights.
            json!("polygon((111 35,111.5 35.5,111.5 35,111 35))"),
            geojson.clone(),
            json!(geojson.to_string()),
            json!({"type": "Polygon", "coordinates":
                [[[111, 35, 400], [111.5, 35, 400], [111.5, 35.5, 400], [111, 35, 400]]]}),
        ] {
            let made = area(&ledger, owner, given.clone()).await.unwrap();
            let read = ledger.get(made.id).await.unwrap().unwrap();
            let said = to_json(Sample::DEF, &read.values);
            let corners = |json: &Json| {
                let ring = json["coordinates"][0].as_array().unwrap().clone();
                ring[..3]
                    .iter()
                    .map(ToString::to_string)
                    .collect::<std::collections::BTreeSet<_>>()
            };
            assert_eq!(corners(&said["area"]), corners(&geojson), "{given}");
            assert_eq!(said["area"]["type"], "Polygon");
        }
        house.rebuilt_equal().await;
        house.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_area_is_said_at_its_field() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let (ledger, owner) = (house.ledger::<Sample>(), owner(&house).await);
        for (given, code) in [
            (json!("POLYGON ((0 0, 1 0, 1 1))"), FaultCode::Shape),
            (
                json!("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))"),
                FaultCode::Shape,
            ),
            (json!("POLYGON ((0 0, 1 0, 1 91, 0 0))"), FaultCode::Shape),
            (
                json!({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 0]]]}),
                FaultCode::Shape,
            ),
            (json!("LINESTRING (0 0, 1 1)"), FaultCode::WrongType),
            (
                json!({"type": "Point", "coordinates": [1, 2]}),
                FaultCode::WrongType,
            ),
            (
                json!({"type": "Polygon", "coordinates": [[["a", 0]]]}),
                FaultCode::WrongType,
            ),
            (json!("{\"type\": \"Polygon\""), FaultCode::WrongType),
            (json!(7), FaultCode::WrongType),
        ] {
            let Err(LedgerError::Faults(faults)) = area(&ledger, owner, given.clone()).await else {
                panic!("{given} was taken");
            };
            let found: Vec<_> = faults
                .iter()
                .map(|fault| (fault.field.as_str(), fault.code))
                .collect();
            assert_eq!(found, [("area", code)], "{given}");
        }
        house.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn areas_are_found_by_the_box_that_they_meet() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let (ledger, owner) = (house.ledger::<Sample>(), owner(&house).await);
        for west in [110, 111, 178] {
            let east = west + 1;
            let wkt = format!("POLYGON (({west} 35, {east} 35, {east} 36, {west} 35))");
            area(&ledger, owner, json!(wkt)).await.unwrap();
        }
        let found = async |operator, value: Json| {
            let filters = vec![Filter {
                field: "area".to_owned(),
                operator,
                value,
            }];
            let query = Query {
                filters,
                ..Query::default()
            };
            ledger.list(&query).await.unwrap().rows.len()
        };
        for (value, expected) in [
            (json!([110.2, 35.1, 110.3, 35.2]), 1),
            (json!([111.0, 35.5, 111.0, 35.5]), 2),
            (json!([100.0, 30.0, 120.0, 34.9]), 0),
            // Over the date line.
            (json!([178.5, 30.0, -170.0, 40.0]), 1),
        ] {
            assert_eq!(
                found(Operator::InBox, value.clone()).await,
                expected,
                "{value}"
            );
        }
        assert_eq!(found(Operator::Empty, json!(true)).await, 0);
        house.close().await;
    })
    .await;
}
