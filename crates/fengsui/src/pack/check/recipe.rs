//! The recipe of a synthetic city, where a pack has one: the city is made up from it as `fengsui demo`
//! makes it.

use demo::City;

use super::Findings;
use super::regions::Codes;
use crate::pack::{Pack, RECIPE};

/// Makes the city up, and looks for counties that the pack does not have.
pub(super) fn check(pack: &Pack, codes: &Codes, findings: &mut Findings) {
    if pack.text(RECIPE).is_err() {
        return;
    }
    let Some(recipe) = findings.of(RECIPE, pack.recipe()) else {
        return;
    };
    for county in recipe.counties() {
        if !codes.contains_key(county.as_str()) {
            findings.error(RECIPE, format!("{county} is no region of this pack"));
        }
    }
    let land = pack.land();
    findings.of(RECIPE, land.and_then(|land| City::of(recipe, &land)));
}
