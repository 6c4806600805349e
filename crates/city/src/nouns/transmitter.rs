//! 用户信息传输装置 transmitters: what units' panels speak to the centre through.
//!
//! People register them; one that speaks without being registered enters itself, marked as a stranger.

use base::{Date, RegionCode, Timestamp, Wgs84};
use register::{Reference, Register};

/// 用户信息传输装置 (GB 26875.1).
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "transmitter",
    label(zh = "用户信息传输装置", en = "Transmitter"),
    title = "name",
    scope = "region",
    geometry = "position",
    symbol = "device",
    permission = "device",
    search(name, unit_name, address)
)]
pub struct Transmitter {
    #[field(label(zh = "名称", en = "Name"), list, sort, max_chars = 80)]
    pub name: String,
    #[field(
        label(zh = "源地址", en = "Source address"),
        help(
            zh = "六字节地址，十进制（GB/T 26875.3 第7章）",
            en = "Six bytes, as a decimal number (GB/T 26875.3 §7)"
        ),
        min = 0,
        max = 281_474_976_710_655,
        unique,
        list,
        filter
    )]
    pub source_address: i64,
    #[field(
        label(zh = "已登记", en = "Registered"),
        help(
            zh = "否：有信号上传而无人登记，只收不认",
            en = "No: it speaks and nobody entered it; it is heard and marked"
        ),
        default = "true",
        list,
        filter
    )]
    pub registered: bool,
    #[field(label(zh = "所在单位", en = "Unit"), reference = "unit", filter)]
    pub unit: Option<Reference>,
    #[field(
        label(zh = "场所名称", en = "Premises"),
        help(
            zh = "接警台与出动指令上显示的名称",
            en = "As alarms and orders name it"
        ),
        list,
        max_chars = 100
    )]
    pub unit_name: Option<String>,
    #[field(
        label(zh = "场所地址", en = "Address"),
        help(
            zh = "力量要到的地方，不是装置的安装房间",
            en = "Where a crew has to go, not the room it hangs in"
        ),
        list,
        max_chars = 200
    )]
    pub address: Option<String>,
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(label(zh = "位置", en = "Position"), filter)]
    pub position: Option<Wgs84>,
    #[field(label(zh = "型号", en = "Model"), reference = "device_model", filter)]
    pub model: Option<Reference>,
    #[field(
        label(zh = "方言", en = "Dialect"),
        help(
            zh = "城市数据包中方言记录的键；不填为标准写法",
            en = "The key of its dialect in the city's pack; the standard's way when not said"
        ),
        max_chars = 60
    )]
    pub dialect: Option<String>,
    #[field(label(zh = "安装日期", en = "Installed on"), filter, sort)]
    pub installed_on: Option<Date>,
    #[field(
        label(zh = "地址冲突时间", en = "Address claimed twice at"),
        help(
            zh = "两个连接同时使用此源地址的最近时间；查清后清空",
            en = "When two connections last claimed its address at once; empty it when that is settled"
        ),
        filter
    )]
    pub address_clash_at: Option<Timestamp>,
}
