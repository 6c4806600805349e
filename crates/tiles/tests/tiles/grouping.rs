//! Groups keep the count, and say where their places are.

use base::Wgs84;
use proptest::collection::vec;
use proptest::prelude::*;
use tiles::{CELLS, Grid, Tile, group};

/// Places in one tile over 运城's latitudes, some of them at the very same spot.
fn places(tile: Tile) -> impl Strategy<Value = Vec<Wgs84>> {
    let bounds = tile.bounds();
    let one = (bounds.west..bounds.east, bounds.south..bounds.north).prop_map(|(x, y)| Wgs84 {
        longitude_e7: i32::try_from(x).unwrap(),
        latitude_e7: i32::try_from(y).unwrap(),
    });
    vec(one, 0..200).prop_map(|mut all| {
        all.extend(all.first().copied());
        all
    })
}

fn some_tile() -> impl Strategy<Value = Tile> {
    prop_oneof![
        Just(Tile::new(0, 0, 0).unwrap()),
        Just(Tile::new(9, 413, 202).unwrap()),
        Just(Tile::new(13, 6620, 3236).unwrap()),
    ]
}

proptest! {
    #[test]
    fn counts_sum_to_all_and_middles_lie_in_their_cells(
        (tile, all) in some_tile().prop_flat_map(|tile| (Just(tile), places(tile)))
    ) {
        let grid = Grid::of(tile);
        let total = all.len() as u64;
        let grouped = group(grid, all.clone(), |place| *place);
        let counted: u64 = grouped.groups.iter().map(|one| one.count).sum();
        prop_assert_eq!(counted + grouped.single.len() as u64, total);
        for one in &grouped.groups {
            let cell = grid.cell(one.middle);
            let held = all.iter().filter(|place| grid.cell(**place) == cell).count();
            prop_assert_eq!(held as u64, one.count);
        }
        for place in &grouped.single {
            let (x, y) = grid.cell(*place);
            prop_assert!((0..CELLS).contains(&x) && (0..CELLS).contains(&y));
        }
    }
}
