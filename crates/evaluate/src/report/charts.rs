//! The drawings of the report: a bar for each area, chapter by chapter; the areas on the map.

use map::Outlined;
use map::paper::{Anchor, Drawing, Projection, Spot};
use metric::Area;
use rules::{Points, Score};

use crate::Assessed;

/// The width of the type area, in tenths of a millimetre.
const WIDTH: f64 = 1_560.0;
const LEFT: f64 = 330.0;
const RIGHT: f64 = 150.0;
const ROW: f64 = 62.0;
const HEAD: f64 = 90.0;
const FOOT: f64 = 60.0;
/// The strip under the map for its legend.
const LEGEND: f64 = 110.0;
const HEIGHT: (f64, f64) = (700.0, 1_200.0);

const INK: &str = "#3a434f";
const LINE: &str = "#c3cad3";
const OUTSIDE: &str = "#eceff2";
const OPEN: &str = "#e3e7ec";
const BORDER: &str = "#ffffff";
/// One of each chapter; they differ in lightness too, for a copy without colours.
const CHAPTERS: [&str; 6] = [
    "#1f4e79", "#4f9d8a", "#d0a13a", "#8d6cab", "#9fb3c8", "#6b7a8c",
];
/// From few points to many.
const SHADES: [&str; 5] = ["#cfdcea", "#a5bfd9", "#779fc4", "#4c7daa", "#1f5a8c"];

/// A bar of an area's points for each area, the best first: its chapters, and what is not known yet.
pub(super) fn bars(assessed: &Assessed) -> String {
    let ranked = ranked(assessed);
    let most = ranked
        .first()
        .map_or(0, |(_, score)| score.total.of.in_hundredths());
    if most <= 0 {
        return String::new();
    }
    let height = HEAD + ROW * ranked.len() as f64 + FOOT;
    let mut drawing = Drawing::new(WIDTH, height);
    let scale = (WIDTH - LEFT - RIGHT) / most as f64;
    let long = |points: Points| points.in_hundredths().max(0) as f64 * scale;
    legend_of_bars(&mut drawing, assessed);
    for quarter in 0..=4_i64 {
        let points = Points::hundredths(most * quarter / 4);
        let x = LEFT + long(points);
        drawing.rectangle((x, HEAD), (2.0, height - HEAD - FOOT), &fill(LINE));
        drawing.text(
            (x, height - 18.0),
            &points.to_string(),
            26,
            INK,
            Anchor::Middle,
        );
    }
    for (at, (area, score)) in ranked.iter().enumerate() {
        let y = HEAD + ROW * at as f64;
        drawing.text((LEFT - 16.0, y + 41.0), &area.name, 28, INK, Anchor::End);
        let mut x = LEFT;
        for (chapter, colour) in score.chapters.iter().zip(CHAPTERS.iter().cycle()) {
            let wide = long(chapter.tally.got.least);
            drawing.rectangle((x, y + 10.0), (wide, ROW - 20.0), &fill(colour));
            x += wide;
        }
        let got = score.total.got;
        let open = long(got.most.minus(got.least));
        let look = format!("fill=\"{OPEN}\" stroke=\"{LINE}\" stroke-width=\"2\"");
        if open > 0.0 {
            drawing.rectangle((x, y + 10.0), (open, ROW - 20.0), &look);
        }
        let said = super::tables::span(got);
        drawing.text((x + open + 12.0, y + 41.0), &said, 26, INK, Anchor::Start);
    }
    drawing.finish()
}

fn legend_of_bars(drawing: &mut Drawing, assessed: &Assessed) {
    let names = assessed
        .scheme
        .chapters
        .iter()
        .map(|chapter| chapter.name.zh.as_str());
    let named: Vec<(&str, &str)> = names.zip(CHAPTERS.iter().copied().cycle()).collect();
    let step = (WIDTH - 40.0) / (named.len() + 1) as f64;
    for (at, (name, colour)) in named.into_iter().chain([("尚不明确", OPEN)]).enumerate() {
        let x = 20.0 + step * at as f64;
        let look = format!("fill=\"{colour}\" stroke=\"{LINE}\" stroke-width=\"2\"");
        drawing.rectangle((x, 22.0), (36.0, 28.0), &look);
        drawing.text((x + 46.0, 46.0), name, 26, INK, Anchor::Start);
    }
}

/// The areas on the map, the darker the more points are sure; an empty text where nothing is outlined.
pub(super) fn map(assessed: &Assessed, outlines: &[Outlined<'_>]) -> String {
    let corners = outlines.iter().flat_map(|one| one.rings).flatten();
    let corners = corners.filter_map(|[x, y]| base::Wgs84::from_degrees(*x, *y));
    let corners: Vec<base::Wgs84> = corners.collect();
    if corners.is_empty() {
        return String::new();
    }
    let map = Projection::around(&corners, WIDTH, HEIGHT);
    let mut drawing = Drawing::new(map.width, map.height + LEGEND);
    drawing.rectangle((0.0, 0.0), (map.width, map.height), &fill(OUTSIDE));
    let scale = Shades::of(assessed);
    for county in outlines {
        let score = of_county(assessed, county).and_then(|area| assessed.score(area));
        let colour = score.map_or(OPEN, |score| scale.shade(score.total.got.least));
        let rings = county.rings.iter();
        let rings = rings.map(|ring| ring.iter().map(|[x, y]| map.spot(*x, *y)).collect());
        let rings: Vec<Vec<Spot>> = rings.collect();
        let look = format!(
            "fill=\"{colour}\" fill-rule=\"evenodd\" stroke=\"{BORDER}\" stroke-width=\"5\""
        );
        drawing.lines(rings.iter().map(Vec::as_slice), true, &look);
    }
    for county in outlines {
        let Some(centre) = county.centre else {
            continue;
        };
        let score = of_county(assessed, county).and_then(|area| assessed.score(area));
        let dark = score.is_some_and(|score| scale.is_dark(score.total.got.least));
        let ink = if dark { "#ffffff" } else { INK };
        let (x, y) = map.place(centre);
        drawing.text((x, y), county.zh, 32, ink, Anchor::Middle);
        if let Some(score) = score {
            let said = super::tables::span(score.total.got);
            drawing.text((x, y + 36.0), &said, 28, ink, Anchor::Middle);
        }
    }
    scale.legend(&mut drawing, &map);
    drawing.frame(&map);
    drawing.finish()
}

/// The areas that have no outline of their own, by name.
pub(super) fn without_outline(assessed: &Assessed, outlines: &[Outlined<'_>]) -> Vec<String> {
    let drawn = |area: &&Area| {
        outlines
            .iter()
            .any(|county| of_county(assessed, county).is_some_and(|one| one.key == area.key))
    };
    let without = assessed.areas.iter().filter(|area| !drawn(area));
    without.map(|area| area.name.clone()).collect()
}

/// The area that a county belongs to: what is carved out of it has no outline.
fn of_county<'a>(assessed: &'a Assessed, county: &Outlined<'_>) -> Option<&'a Area> {
    let has = |area: &&Area| {
        area.includes
            .iter()
            .any(|code| code.as_str() == county.region)
    };
    assessed.areas.iter().find(has)
}

/// The areas with their scores, the best first.
pub(super) fn ranked(assessed: &Assessed) -> Vec<(&Area, &Score)> {
    let ranking = assessed.evaluation.ranking.iter();
    let ranked = ranking.filter_map(|standing| {
        let area = assessed.area(&standing.area)?;
        Some((area, assessed.score(area)?))
    });
    ranked.collect()
}

fn fill(colour: &str) -> String {
    format!("fill=\"{colour}\"")
}

/// What the shades of a map stand for: equal steps from the fewest points that are sure to the most.
struct Shades {
    from: i64,
    to: i64,
}

impl Shades {
    fn of(assessed: &Assessed) -> Self {
        let all = assessed.evaluation.scores.iter();
        let all = all.map(|score| score.total.got.least.in_hundredths());
        Self {
            from: all.clone().min().unwrap_or(0),
            to: all.max().unwrap_or(0),
        }
    }

    fn step(&self, points: Points) -> usize {
        let wide = (self.to - self.from).max(1);
        let within = (points.in_hundredths() - self.from).clamp(0, wide);
        let step = within * SHADES.len() as i64 / (wide + 1);
        usize::try_from(step).unwrap_or(0)
    }

    fn shade(&self, points: Points) -> &'static str {
        SHADES.get(self.step(points)).copied().unwrap_or(OPEN)
    }

    fn is_dark(&self, points: Points) -> bool {
        self.step(points) >= 3
    }

    fn legend(&self, drawing: &mut Drawing, map: &Projection) {
        drawing.rectangle((0.0, map.height), (map.width, LEGEND), "fill=\"#ffffff\"");
        let y = map.height + LEGEND / 2.0 - 6.0;
        let step = map.width / (SHADES.len() + 1) as f64;
        drawing.text((30.0, y + 22.0), "确定的得分", 28, INK, Anchor::Start);
        let many = SHADES.len() as i64;
        for (at, colour) in SHADES.iter().enumerate() {
            let x = step * (at + 1) as f64;
            let from = self.from + (self.to - self.from) * at as i64 / many;
            let to = self.from + (self.to - self.from) * (at as i64 + 1) / many;
            let said = format!("{}–{}", Points::hundredths(from), Points::hundredths(to));
            drawing.rectangle((x, y), (44.0, 28.0), &fill(colour));
            drawing.text((x + 54.0, y + 22.0), &said, 26, INK, Anchor::Start);
        }
    }
}
