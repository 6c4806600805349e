//! The example frames of the field, replayed over a socket.

use std::time::Duration;

use serde_json::Value;

use crate::device::{CONFIRM, DENY, Device};
use crate::rig::{Rig, on_both_engines};

const FRAMES: &str = include_str!("../../../wire/tests/data/frames.json");

#[tokio::test(flavor = "multi_thread")]
async fn each_example_frame_gets_its_due() {
    on_both_engines(|url| async move {
        let rig = Rig::start(&url).await;
        let frames: Vec<Value> = serde_json::from_str(FRAMES).unwrap();
        let mut confirmed = 0;
        for item in &frames {
            let bytes: Vec<u8> = item["hex"]
                .as_str()
                .unwrap()
                .split_whitespace()
                .map(|byte| u8::from_str_radix(byte, 16).unwrap())
                .collect();
            let mut source = [0; 8];
            source[..6].copy_from_slice(&bytes[12..18]);
            let mut device = Device::dial(rig.gateway.address(), u64::from_le_bytes(source)).await;
            device.send(&bytes).await;
            let valid = item["valid"].as_bool().unwrap();
            let whole = bytes.ends_with(b"##");
            let due = match (valid, bytes[26]) {
                (true, 2) => Some(CONFIRM),
                (false, _) if whole => Some(DENY),
                _ => None,
            };
            let meaning = &item["meaning"];
            let patience = Duration::from_millis(if due.is_some() { 5_000 } else { 100 });
            let answer = device.answer(patience).await.map(|answer| answer.command);
            assert_eq!(answer, due, "{meaning}");
            confirmed += u32::from(due == Some(CONFIRM));
        }
        println!("{} frames, {confirmed} confirmed", frames.len());
        assert!(confirmed >= 15);
        rig.stop().await;
    })
    .await;
}
