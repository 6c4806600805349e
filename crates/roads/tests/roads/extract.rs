//! The extract of the tests: small enough to draw, with a way for every rule.

use roads::{Limits, Network, Report, SpeedTable, read};

/// Nodes stand a thousandth of a degree apart; 9 is off the earth, 90 and 91 are nowhere.
pub(crate) const EXTRACT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
  <bounds minlat="35" minlon="111" maxlat="36" maxlon="112"/>
  <node id="1" lat="35.000" lon="111.000"/>
  <node id="2" lat="35.000" lon="111.001"/>
  <node id="3" lat="35.000" lon="111.002"/>
  <node id="4" lat="35.001" lon="111.000"/>
  <node id="5" lat="35.001" lon="111.001"/>
  <node id="6" lat="35.001" lon="111.002"/>
  <node id="7" lat="35.002" lon="111.000"/>
  <node id="8" lat="35.002" lon="111.001"/>
  <node id="9" lat="95" lon="111.002"/>
  <node id="10" lat="35.002" lon="111.003"/>
  <node id="11" lat="35.003" lon="111.003"/>
  <node id="12" lat="35.004" lon="111.003"/>
  <node id="13" lat="35.003" lon="111.002"/>
  <node id="1" lat="36.000" lon="113.000"/>
  <node id="20" lat="35.000" lon="111.005">
    <tag k="place" v="town"/><tag k="name" v="解州 &amp; 镇"/>
  </node>
  <way id="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/><tag k="name" v="Main"/></way>
  <way id="2"><nd ref="2"/><nd ref="5"/><tag k="highway" v="primary"/><tag k="oneway" v="yes"/><tag k="maxspeed" v="30 mph"/><tag k="name" v="One way"/></way>
  <way id="3"><nd ref="4"/><nd ref="5"/><tag k="highway" v="secondary"/><tag k="oneway" v="-1"/><tag k="name" v="Backwards"/></way>
  <way id="4"><nd ref="5"/><nd ref="6"/><nd ref="8"/><nd ref="5"/><tag k="highway" v="tertiary"/><tag k="junction" v="roundabout"/><tag k="name" v="Round"/></way>
  <way id="5"><nd ref="6"/><nd ref="3"/><tag k="highway" v="motorway"/><tag k="ref" v="G20"/><tag k="maxspeed" v="120"/></way>
  <way id="6"><nd ref="4"/><nd ref="7"/><tag k="highway" v="service"/><tag k="access" v="no"/><tag k="emergency" v="yes"/><tag k="name" v="Yard"/></way>
  <way id="7"><nd ref="7"/><nd ref="8"/><tag k="highway" v="service"/><tag k="motor_vehicle" v="no"/><tag k="name" v="Closed yard"/></way>
  <way id="8"><nd ref="1"/><nd ref="4"/><tag k="highway" v="footway"/><tag k="name" v="Footpath"/></way>
  <way id="9"><nd ref="3"/><nd ref="10"/><nd ref="90"/><nd ref="12"/><nd ref="11"/><tag k="highway" v="unclassified"/><tag k="name" v="Gap"/></way>
  <way id="10"><nd ref="11"/><nd ref="13"/><nd ref="13"/><tag k="highway" v="road"/></way>
  <way id="1"><nd ref="1"/><nd ref="8"/><tag k="highway" v="residential"/><tag k="name" v="Twice"/></way>
  <way id="11"><nd ref="1"/><nd ref="90"/><nd ref="91"/><tag k="highway" v="residential"/><tag k="name" v="Stub"/></way>
  <way id="12"><nd ref="1"/><tag k="highway" v="residential"/></way>
  <way id="13"><nd ref="1"/><nd ref="2"/><nd ref="5"/><nd ref="1"/><tag k="highway" v="service"/><tag k="area" v="yes"/></way>
  <way id="14"><nd ref="1"/><nd ref="2"/><nd ref="5"/><nd ref="4"/><nd ref="1"/><tag k="amenity" v="hospital"/><tag k="name" v="人民医院"/></way>
  <way id="15"><nd ref="1"/><nd ref="2"/><tag k="waterway" v="river"/><tag k="name" v="涑水河"/></way>
  <relation id="1"><member type="way" ref="1" role=""/><tag k="type" v="route"/></relation>
</osm>
"#;

/// Its network, and what became of it.
pub(crate) fn parsed() -> (Network, Report) {
    let extract = read(EXTRACT.as_bytes(), &Limits::default()).unwrap();
    Network::of(&extract, &SpeedTable::default()).unwrap()
}
