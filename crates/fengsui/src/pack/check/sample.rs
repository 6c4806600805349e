//! The sample of a pack: what it names must be there.

use serde_json::Value as Json;

use super::Findings;
use super::regions::Codes;
use crate::pack::{Pack, SAMPLE};

/// Looks for regions and dialects that the pack does not have.
pub(super) fn check(pack: &Pack, codes: &Codes, findings: &mut Findings) {
    let read = pack
        .sample()
        .and_then(|text| Ok(serde_json::from_str(&text)?));
    let Some(sample): Option<Json> = findings.of(SAMPLE, read) else {
        return;
    };
    let dialects = pack.texts("dialects").unwrap_or_default();
    for list in ["stations", "responders", "transmitters"] {
        let rows = sample.get(list).and_then(Json::as_array);
        for (row, number) in rows.into_iter().flatten().zip(1..) {
            let text = |name: &str| row.get(name).and_then(Json::as_str);
            let place = format!("{SAMPLE}, {list} {number}");
            let region = text("region").filter(|code| !codes.contains_key(*code));
            if let Some(code) = region {
                findings.error(place.clone(), format!("{code} is no region of this pack"));
            }
            let is_known = |name: &str| dialects.iter().any(|(known, _)| known == name);
            let dialect = text("dialect").filter(|name| !is_known(name));
            if let Some(name) = dialect {
                findings.error(place, format!("there is no file dialects/{name}.json"));
            }
        }
    }
}
