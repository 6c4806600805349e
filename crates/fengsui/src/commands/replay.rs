//! `fengsui replay frames FILE --to HOST:PORT`: a device that sends recorded frames and says how
//! each was answered.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use wire::gb26875::describe::describe_hex;
use wire::gb26875::{Command, Dialect, Event};

/// What came back for one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heard {
    Confirm,
    Deny,
    Silence,
}

/// How long an answer may take before it counts as silence.
const PATIENCE: Duration = Duration::from_millis(400);
const CONFIRM_PATIENCE: Duration = Duration::from_secs(10);

/// Sends every frame of a JSON list of `{"hex": …}`; fails when an answer is not what the rule says.
pub(crate) async fn frames(file: &PathBuf, to: SocketAddr) -> anyhow::Result<ExitCode> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("cannot read {}", file.display()))?;
    let Value::Array(items) = serde_json::from_str(&text)? else {
        bail!("{} holds no JSON list", file.display());
    };
    let mut device = TcpStream::connect(to).await.with_context(|| format!("cannot reach {to}"))?;
    device.set_nodelay(true)?;
    let mut wrong = 0;
    for (index, item) in items.iter().enumerate() {
        let hex = item.get("hex").and_then(Value::as_str).unwrap_or_default();
        let described = describe_hex(hex, &Dialect::default());
        let bytes = bytes_of(hex).with_context(|| format!("frame {} is not hexadecimal", index + 1))?;
        device.write_all(&bytes).await?;
        let upload = described.valid && described.command == Some(2);
        let heard = listen(&mut device, upload).await?;
        let expected: &[Heard] = match (described.valid, upload) {
            (true, true) => &[Heard::Confirm],
            (true, false) => &[Heard::Silence],
            (false, _) => &[Heard::Deny, Heard::Silence],
        };
        let right = expected.contains(&heard);
        wrong += usize::from(!right);
        let meaning = item.get("meaning").and_then(Value::as_str).unwrap_or_default();
        println!(
            "{:>3} {} {:<8} {:<8} {}",
            index + 1,
            if right { "ok   " } else { "WRONG" },
            if described.valid { "valid" } else { "invalid" },
            format!("{heard:?}").to_lowercase(),
            meaning.chars().take(90).collect::<String>()
        );
    }
    println!("{} frames sent, {wrong} answered otherwise than the rule says", items.len());
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn listen(device: &mut TcpStream, confirm_expected: bool) -> anyhow::Result<Heard> {
    let patience = if confirm_expected { CONFIRM_PATIENCE } else { PATIENCE };
    let mut decoder = wire::gb26875::Decoder::new();
    let mut buffer = [0; 2048];
    let deadline = tokio::time::Instant::now() + patience;
    loop {
        let read = match tokio::time::timeout_at(deadline, device.read(&mut buffer)).await {
            Err(_) => return Ok(Heard::Silence),
            Ok(read) => read?,
        };
        if read == 0 {
            bail!("the server closed the connection");
        }
        let mut heard = None;
        decoder.drain(buffer.get(..read).unwrap_or_default(), |event| {
            if let Event::Frame(frame) = event {
                heard = match frame.header.command {
                    Command::Confirm => Some(Heard::Confirm),
                    Command::Deny => Some(Heard::Deny),
                    _ => heard,
                };
            }
        });
        if let Some(heard) = heard {
            return Ok(heard);
        }
    }
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> =
        hex.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    let pair = |pair: &[u32]| match pair {
        [high, low] => u8::try_from(high * 16 + low).ok(),
        _ => None,
    };
    digits.chunks(2).map(pair).collect()
}
