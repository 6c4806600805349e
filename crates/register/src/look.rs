//! How the rows of a register look on the map: a symbol for what they are, a tone for how they are.
//!
//! A tone is a meaning and not a colour; screens give it a colour, a shape and the word's label.

/// What a row is, as a sign on the map after the conventions of fire maps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// A place without a sign of its own.
    Place,
    /// 消火栓
    Hydrant,
    /// 消防救援站
    Station,
    /// 微型消防站
    MicroStation,
    /// 消防车
    Vehicle,
    /// 人员
    Person,
    /// 单位
    Unit,
    /// 建筑
    Building,
    /// 设备
    Device,
    /// 行政驻地
    Seat,
    /// 警情
    Incident,
    /// 警报
    Alarm,
    /// 道路管制
    Closure,
}

/// How a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing is said.
    Plain,
    /// As it should be.
    Good,
    /// Somebody should look.
    Warn,
    /// Broken, dangerous.
    Bad,
    /// Out of use, out of date.
    Stale,
}

impl Symbol {
    /// All of them with their words for programs.
    pub const ALL: [(&'static str, Self); 13] = [
        ("place", Self::Place),
        ("hydrant", Self::Hydrant),
        ("station", Self::Station),
        ("micro_station", Self::MicroStation),
        ("vehicle", Self::Vehicle),
        ("person", Self::Person),
        ("unit", Self::Unit),
        ("building", Self::Building),
        ("device", Self::Device),
        ("seat", Self::Seat),
        ("incident", Self::Incident),
        ("alarm", Self::Alarm),
        ("closure", Self::Closure),
    ];

    /// The symbol of a word; the program does not compile otherwise.
    #[must_use]
    pub const fn named(word: &str) -> Self {
        let mut rest: &[(&str, Self)] = &Self::ALL;
        while let Some(((name, symbol), after)) = rest.split_first() {
            if crate::def::same(name, word) {
                return *symbol;
            }
            rest = after;
        }
        unknown("no symbol has this word")
    }

    /// Its word for programs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        let found = Self::ALL.into_iter().find(|(_, one)| *one == self);
        found.map_or("place", |(word, _)| word)
    }
}

impl Tone {
    /// All of them with their words for programs.
    pub const ALL: [(&'static str, Self); 5] = [
        ("plain", Self::Plain),
        ("good", Self::Good),
        ("warn", Self::Warn),
        ("bad", Self::Bad),
        ("stale", Self::Stale),
    ];

    /// The tone of a word; the program does not compile otherwise.
    #[must_use]
    pub const fn named(word: &str) -> Self {
        let mut rest: &[(&str, Self)] = &Self::ALL;
        while let Some(((name, tone), after)) = rest.split_first() {
            if crate::def::same(name, word) {
                return *tone;
            }
            rest = after;
        }
        unknown("no tone has this word")
    }

    /// Its word for programs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        let found = Self::ALL.into_iter().find(|(_, one)| *one == self);
        found.map_or("plain", |(word, _)| word)
    }
}

/// Stops the compiler.
#[expect(clippy::panic, reason = "evaluated while compiling only")]
const fn unknown(why: &str) -> ! {
    panic!("{}", why)
}
