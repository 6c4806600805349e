//! A transmitter of a key unit: dials the centre, says that it lives, sends what its points say, and
//! repeats itself until it is confirmed (GB/T 26875.3, clause 6.5).

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, bail};
use base::{Clock, Random};
use jiff::tz::Offset;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout_at};
use wire::gb26875::{
    Address, Command, ComponentState, ComponentStateRecord, Decoder, Dialect, Event, Frame, Header,
    LocalTime, Object, SystemRef, SystemType, Text, TimeLabel, UitdState, UitdStateRecord, Version,
    encode_objects,
};

use crate::made::{Point, SYSTEM};

/// What a point says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Says {
    pub(super) point: Point,
    pub(super) state: ComponentState,
}

/// A transmitter.
pub(super) struct Panel {
    pub(super) centre: SocketAddr,
    pub(super) source: u64,
    pub(super) clock: Clock,
    pub(super) offset: Offset,
    pub(super) random: Random,
}

/// A sign of life comes at least so often: a centre hangs up after three minutes of silence.
const ALIVE: [f64; 2] = [110.0, 150.0];
/// Clause 6.5.4 and 6.5.5.
const ANSWER: Duration = Duration::from_secs(10);
const REPEATS: usize = 3;
/// How long until it dials again, seconds.
const PAUSE: [f64; 2] = [2.0, 20.0];

impl Panel {
    /// Lives until nobody has anything to say through it.
    pub(super) async fn live(mut self, mut says: mpsc::Receiver<Says>) {
        let first = self.random.between(0.0, PAUSE[1]);
        sleep(Duration::from_secs_f64(first)).await;
        let mut sequence = 0;
        loop {
            match self.connected(&mut says, &mut sequence).await {
                Ok(()) => return,
                Err(error) => tracing::debug!(source = self.source, %error, "a panel dials again"),
            }
            let pause = self.random.between(PAUSE[0], PAUSE[1]);
            sleep(Duration::from_secs_f64(pause)).await;
        }
    }

    async fn connected(
        &mut self,
        says: &mut mpsc::Receiver<Says>,
        sequence: &mut u16,
    ) -> anyhow::Result<()> {
        let mut line = TcpStream::connect(self.centre).await?;
        line.set_nodelay(true)?;
        let mut scrap = [0; 256];
        loop {
            let alive = Duration::from_secs_f64(self.random.between(ALIVE[0], ALIVE[1]));
            let adu = tokio::select! {
                said = says.recv() => match said {
                    Some(said) => self.component(said)?,
                    None => return Ok(()),
                },
                () = sleep(alive) => self.alive()?,
                // The centre's own questions go unanswered: this device knows none of them.
                read = line.read(&mut scrap) => match read? {
                    0 => bail!("the centre hung up"),
                    _ => continue,
                },
            };
            *sequence = sequence.wrapping_add(1);
            self.upload(&mut line, *sequence, &adu).await?;
        }
    }

    /// Sends until it is confirmed.
    async fn upload(&self, line: &mut TcpStream, sequence: u16, adu: &[u8]) -> anyhow::Result<()> {
        let header = Header {
            sequence,
            version: Version::default(),
            sent: self.label(),
            source: Address::new(self.source).context("no address")?,
            destination: Address::new(0).context("no address")?,
            command: Command::Send,
        };
        let bytes = Frame { header, adu }.encode()?;
        for _ in 0..=REPEATS {
            line.write_all(&bytes).await?;
            if confirmed(line, sequence).await? {
                return Ok(());
            }
        }
        bail!("not confirmed")
    }

    fn component(&self, said: Says) -> anyhow::Result<Vec<u8>> {
        let place = Text::encode(&said.point.place(), wire::gb26875::DESCRIPTION_LEN);
        let record = ComponentStateRecord {
            system: SystemRef {
                system_type: SystemType(SYSTEM.0),
                system_address: SYSTEM.1,
            },
            component_type: said.point.component,
            component_address: said.point.address,
            state: said.state,
            description: Text(&place),
            occurred: self.label(),
        };
        Ok(encode_objects(
            &[Object::ComponentState(record)],
            &Dialect::default(),
        )?)
    }

    fn alive(&self) -> anyhow::Result<Vec<u8>> {
        let record = UitdStateRecord {
            state: UitdState::NORMAL_MONITORING,
            occurred: Some(self.label()),
        };
        Ok(encode_objects(
            &[Object::UitdState(record)],
            &Dialect::default(),
        )?)
    }

    /// The time by the city's clocks.
    fn label(&self) -> TimeLabel {
        let micros = self.clock.now().as_micros();
        let now = jiff::Timestamp::from_microsecond(micros).unwrap_or_default();
        let local = self.offset.to_datetime(now);
        let small = |number: i8| u8::try_from(number).unwrap_or_default();
        let time = LocalTime::new(
            u16::try_from(local.year()).unwrap_or_default(),
            small(local.month()),
            small(local.day()),
            small(local.hour()),
            small(local.minute()),
            small(local.second()),
        );
        time.map_or(TimeLabel::ZERO, |time| Dialect::default().time_label(time))
    }
}

/// Whether a confirm of this number came in time.
async fn confirmed(line: &mut TcpStream, sequence: u16) -> anyhow::Result<bool> {
    let deadline = Instant::now() + ANSWER;
    let mut decoder = Decoder::new();
    let mut buffer = [0; 256];
    loop {
        let read = match timeout_at(deadline, line.read(&mut buffer)).await {
            Err(_) => return Ok(false),
            Ok(read) => read?,
        };
        if read == 0 {
            bail!("the centre hung up");
        }
        let mut heard = false;
        decoder.drain(buffer.get(..read).unwrap_or_default(), |event| {
            if let Event::Frame(frame) = event {
                let answers = frame.header.command == Command::Confirm;
                heard |= answers && frame.header.sequence == sequence;
            }
        });
        if heard {
            return Ok(true);
        }
    }
}
