//! 设备型号 models of devices and how they speak.

use register::{Choice, Register};

/// 设备型号
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "device_model",
    label(zh = "设备型号", en = "Device model"),
    title = "name",
    permission = "device",
    search(name, maker)
)]
pub struct DeviceModel {
    #[field(label(zh = "型号", en = "Model"), unique, list, sort, max_chars = 80)]
    pub name: String,
    #[field(label(zh = "生产企业", en = "Maker"), list, sort, max_chars = 100)]
    pub maker: String,
    #[field(label(zh = "通信规约", en = "Protocol"), list, filter)]
    pub protocol: Protocol,
    #[field(
        label(zh = "方言", en = "Dialect"),
        help(
            zh = "城市数据包中方言记录的键",
            en = "The key of its dialect in the city's pack"
        ),
        list,
        max_chars = 60
    )]
    pub dialect: Option<String>,
    #[field(label(zh = "强制性认证证书号", en = "CCC certificate"), max_chars = 60)]
    pub certificate: Option<String>,
    #[field(
        label(zh = "使用年限", en = "Service life"),
        unit(zh = "年", en = "years"),
        min = 1,
        max = 50,
        list
    )]
    pub service_years: Option<i64>,
}

/// How a model speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Protocol {
    #[choice(label(zh = "GB/T 26875.3", en = "GB/T 26875.3"), key = "gb26875_3")]
    Gb26875,
    #[choice(label(zh = "MQTT", en = "MQTT"))]
    Mqtt,
    #[choice(label(zh = "不联网", en = "Not connected"))]
    None,
}
