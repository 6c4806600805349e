//! 边际效益 what each further station brings: a bar for each, from what is covered without it.

use map::paper::{Anchor, Drawing};

use crate::findings::Findings;

const WIDTH: f64 = 1_560.0;
const HEIGHT: f64 = 520.0;
const LEFT: f64 = 110.0;
const FOOT: f64 = 70.0;
const HEAD: f64 = 40.0;
/// Bars that are drawn at most.
const MOST: usize = 40;

const INK: &str = "#3a434f";
const LINE: &str = "#c3cad3";
const BEFORE: &str = "#b9c4d0";
const GAIN: &str = "#1f5fa8";

/// The chart; an empty text where nothing was chosen.
pub(super) fn gains(findings: &Findings) -> String {
    if findings.chosen.is_empty() {
        return String::new();
    }
    let mut drawing = Drawing::new(WIDTH, HEIGHT);
    let up = |share: f64| HEIGHT - FOOT - share / 100.0 * (HEIGHT - FOOT - HEAD);
    for share in [0.0, 25.0, 50.0, 75.0, 100.0] {
        let y = up(share);
        drawing.rectangle((LEFT, y), (WIDTH - LEFT, 2.0), &format!("fill=\"{LINE}\""));
        drawing.text(
            (LEFT - 14.0, y + 10.0),
            &format!("{share}%"),
            28,
            INK,
            Anchor::End,
        );
    }
    let bars = findings.chosen.len().min(MOST) + 1;
    let step = (WIDTH - LEFT) / bars as f64;
    let wide = (step * 0.62).min(90.0);
    let first = findings
        .chosen
        .first()
        .map_or(0.0, |one| one.covered - one.gain);
    let each = findings.chosen.iter().take(MOST);
    let each = each
        .enumerate()
        .map(|(at, one)| ((at + 1).to_string(), one.covered, one.gain));
    for (at, (name, covered, gain)) in std::iter::once(("留用".to_owned(), first, 0.0))
        .chain(each)
        .enumerate()
    {
        let x = LEFT + step * (at as f64 + 0.5) - wide / 2.0;
        let before = covered - gain;
        let bar = |share: f64| up(0.0) - up(share);
        drawing.rectangle(
            (x, up(before)),
            (wide, bar(before)),
            &format!("fill=\"{BEFORE}\""),
        );
        drawing.rectangle(
            (x, up(covered)),
            (wide, bar(gain)),
            &format!("fill=\"{GAIN}\""),
        );
        let middle = x + wide / 2.0;
        if bars <= 16 {
            drawing.text(
                (middle, up(covered) - 10.0),
                &format!("{covered:.1}"),
                26,
                INK,
                Anchor::Middle,
            );
        }
        drawing.text(
            (middle, HEIGHT - FOOT + 40.0),
            &name,
            28,
            INK,
            Anchor::Middle,
        );
    }
    drawing.finish()
}
