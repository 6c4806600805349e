//! 绘图 drawings for printed documents: maps and charts as SVG texts, in tenths of a millimetre of paper.
//! Faces of type are written as `FACE`; the template puts the document's own in.

use std::fmt::Write as _;

use base::Wgs84;

const INK: &str = "#3a434f";
/// The lengths that a scale may have, metres.
const LENGTHS: [f64; 7] = [
    500.0, 1_000.0, 2_000.0, 5_000.0, 10_000.0, 20_000.0, 50_000.0,
];

/// A drawing that grows.
#[derive(Debug)]
pub struct Drawing {
    width: f64,
    height: f64,
    body: String,
}

/// A place on the paper.
pub type Spot = (f64, f64);

impl Drawing {
    /// An empty drawing of this size.
    #[must_use]
    pub const fn new(width: f64, height: f64) -> Self {
        Self {
            width,
            height,
            body: String::new(),
        }
    }

    /// A path of lines, closed or not; `look` is attributes.
    pub fn lines<'l>(&mut self, lines: impl Iterator<Item = &'l [Spot]>, closed: bool, look: &str) {
        let mut path = String::new();
        for line in lines {
            let mut last = None;
            for spot in line {
                let here = (whole(spot.0), whole(spot.1));
                if last == Some(here) {
                    continue;
                }
                let verb = if last.is_none() { 'M' } else { 'L' };
                // Memory refuses nothing.
                let _infallible = write!(path, "{verb}{} {}", here.0, here.1);
                last = Some(here);
            }
            if closed && last.is_some() {
                path.push('Z');
            }
        }
        if !path.is_empty() {
            let _infallible = write!(self.body, "<path d=\"{path}\" {look}/>");
        }
    }

    /// Dots of one look: strokes of hardly any length with round ends: those of none are dropped.
    pub fn dots(&mut self, spots: &[Spot], size: f64, colour: &str) {
        let mut path = String::new();
        for (x, y) in spots {
            let _infallible = write!(path, "M{} {}h1", whole(*x), whole(*y));
        }
        if !path.is_empty() {
            let _infallible = write!(
                self.body,
                "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{size}\" stroke-linecap=\"round\"/>"
            );
        }
    }

    /// A sign: a shape around a spot, with a letter in it.
    pub fn sign(&mut self, (x, y): Spot, shape: Sign, colour: &str, letter: &str) {
        let (x, y) = (whole(x), whole(y));
        let look = format!("fill=\"{colour}\" stroke=\"#ffffff\" stroke-width=\"4\"");
        let _infallible = match shape {
            Sign::Square => write!(
                self.body,
                "<rect x=\"{}\" y=\"{}\" width=\"36\" height=\"36\" {look}/>",
                x - 18,
                y - 18
            ),
            Sign::Round => write!(self.body, "<circle cx=\"{x}\" cy=\"{y}\" r=\"22\" {look}/>"),
            Sign::Triangle => write!(
                self.body,
                "<path d=\"M{x} {}L{} {}L{} {}Z\" {look}/>",
                y - 22,
                x + 21,
                y + 15,
                x - 21,
                y + 15
            ),
        };
        if !letter.is_empty() {
            let size = if letter.chars().count() > 1 { 24 } else { 28 };
            self.text(
                (f64::from(x), f64::from(y) + 10.0),
                letter,
                size,
                "#ffffff",
                Anchor::Middle,
            );
        }
    }

    /// A line of text, where it begins, has its middle or ends.
    pub fn text(&mut self, (x, y): Spot, text: &str, size: u32, colour: &str, at: Anchor) {
        let anchor = match at {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let text = escaped(text);
        let _infallible = write!(
            self.body,
            "<text x=\"{}\" y=\"{}\" font-family=\"FACE\" font-size=\"{size}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{text}</text>",
            whole(x),
            whole(y)
        );
    }

    /// A box; `look` is attributes.
    pub fn rectangle(&mut self, (x, y): Spot, (width, height): Spot, look: &str) {
        let _infallible = write!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {look}/>",
            whole(x),
            whole(y),
            whole(width),
            whole(height)
        );
    }

    /// A frame around a map, with a scale and the north.
    pub fn frame(&mut self, map: &Projection) {
        let look = format!("fill=\"none\" stroke=\"{INK}\" stroke-width=\"4\"");
        self.rectangle((2.0, 2.0), (map.width - 4.0, map.height - 4.0), &look);
        self.scale_bar(map);
        let north = (map.width - 60.0, 120.0);
        let arrow = [
            (north.0, 40.0),
            (north.0 + 20.0, 95.0),
            (north.0, 82.0),
            (north.0 - 20.0, 95.0),
        ];
        let look = format!("fill=\"{INK}\"");
        self.lines(std::iter::once(arrow.as_slice()), true, &look);
        self.text((north.0, north.1 + 12.0), "北", 32, INK, Anchor::Middle);
    }

    /// A bar of a round length, a sixth of the map at most.
    fn scale_bar(&mut self, map: &Projection) {
        let most = map.width / map.length(1.0) / 6.0;
        let metres = LENGTHS.into_iter().rfind(|length| *length <= most);
        let metres = metres.unwrap_or(200.0);
        let (x, y) = (50.0, map.height - 50.0);
        let length = map.length(metres);
        self.rectangle((x, y), (length, 10.0), &format!("fill=\"{INK}\""));
        let words = if metres < 1_000.0 {
            format!("{metres} 米")
        } else {
            format!("{} 千米", metres / 1_000.0)
        };
        self.text((x, y - 14.0), &words, 30, INK, Anchor::Start);
    }

    /// What was drawn; nothing of it leaves the paper.
    #[must_use]
    pub fn finish(self) -> String {
        let (width, height) = (whole(self.width), whole(self.height));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\
             <clipPath id=\"paper\"><rect width=\"{width}\" height=\"{height}\"/></clipPath>\
             <g clip-path=\"url(#paper)\">{}</g></svg>",
            self.body
        )
    }
}

/// The shape of a sign: its meaning does not hang on colour alone.
#[derive(Clone, Copy, Debug)]
pub enum Sign {
    /// What stands.
    Square,
    /// What is proposed.
    Round,
    /// What is planned.
    Triangle,
}

/// Where on its line a text stands.
#[derive(Clone, Copy, Debug)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "tenths of a millimetre of paper"
)]
fn whole(number: f64) -> i32 {
    number.round().clamp(-1e6, 1e6) as i32
}

/// 投影 from the earth onto the paper: flat, true to scale in the middle of the map.
#[derive(Clone, Copy, Debug)]
pub struct Projection {
    west: f64,
    north: f64,
    /// Tenths of a millimetre a degree of longitude, of latitude.
    scale: (f64, f64),
    /// Its width on the paper.
    pub width: f64,
    /// Its height on the paper.
    pub height: f64,
}

/// Metres in a degree of latitude on the mean sphere.
const METRES_A_DEGREE: f64 = 111_195.08;

impl Projection {
    /// A paper so wide, and as high as it takes to hold all of these places, between two limits.
    #[must_use]
    pub fn around(places: &[Wgs84], width: f64, (least, most): (f64, f64)) -> Self {
        let west = places
            .iter()
            .map(|place| place.longitude())
            .fold(180.0, f64::min);
        let east = places
            .iter()
            .map(|place| place.longitude())
            .fold(-180.0, f64::max);
        let south = places
            .iter()
            .map(|place| place.latitude())
            .fold(90.0, f64::min);
        let north = places
            .iter()
            .map(|place| place.latitude())
            .fold(-90.0, f64::max);
        let (middle_x, middle_y) = ((west + east) / 2.0, (south + north) / 2.0);
        let shrink = middle_y.to_radians().cos().max(0.01);
        // A single place is shown with a kilometre around it.
        let wide = ((east - west) * shrink).max(0.02) * 1.08;
        let high = (north - south).max(0.02) * 1.08;
        let height = (width * high / wide).clamp(least, most);
        let up = (width / wide).min(height / high);
        let over = up * shrink;
        Self {
            west: middle_x - width / over / 2.0,
            north: middle_y + height / up / 2.0,
            scale: (over, up),
            width,
            height,
        }
    }

    /// Where a place lies on the paper, degrees.
    #[must_use]
    pub fn spot(&self, longitude: f64, latitude: f64) -> Spot {
        (
            (longitude - self.west) * self.scale.0,
            (self.north - latitude) * self.scale.1,
        )
    }

    /// Where a place lies on the paper.
    #[must_use]
    pub fn place(&self, place: Wgs84) -> Spot {
        self.spot(place.longitude(), place.latitude())
    }

    /// Tenths of a millimetre of paper for so many metres.
    #[must_use]
    pub fn length(&self, metres: f64) -> f64 {
        metres / METRES_A_DEGREE * self.scale.1
    }

    /// The box of the earth that is on the paper.
    #[must_use]
    pub fn bounds(&self) -> Option<base::Bounds> {
        let east = self.west + self.width / self.scale.0;
        let south = self.north - self.height / self.scale.1;
        Some(base::Bounds {
            south_west: Wgs84::from_degrees(self.west, south)?,
            north_east: Wgs84::from_degrees(east, self.north)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(longitude: f64, latitude: f64) -> Wgs84 {
        Wgs84::from_degrees(longitude, latitude).unwrap()
    }

    #[test]
    fn a_map_holds_all_of_its_places_true_to_scale() {
        let places = [at(110.0, 35.0), at(111.0, 35.5)];
        let map = Projection::around(&places, 1_560.0, (600.0, 1_900.0));
        for place in places {
            let (x, y) = map.place(place);
            assert!((0.0..=map.width).contains(&x) && (0.0..=map.height).contains(&y));
        }
        // In the middle, a length is as long on the paper to the east as to the north.
        let (x, y) = map.place(at(110.5, 35.25));
        let (east, north) = (
            map.place(at(110.6, 35.25)).0 - x,
            y - map.place(at(110.5, 35.35)).1,
        );
        let shrink = 35.25_f64.to_radians().cos();
        assert!((east - north * shrink).abs() < 0.01);
        assert!((map.length(11_119.508) - north).abs() < 0.01);
        // One place alone is a map too.
        assert!(Projection::around(&places[..1], 1_560.0, (600.0, 1_900.0)).height >= 600.0);
    }

    #[test]
    fn what_is_written_cannot_break_the_drawing() {
        let mut drawing = Drawing::new(10.0, 10.0);
        drawing.text((0.0, 0.0), "<script>&", 10, "#000", Anchor::Start);
        assert!(drawing.finish().contains("&lt;script&gt;&amp;"));
    }
}
