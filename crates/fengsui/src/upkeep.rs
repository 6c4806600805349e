//! What the house keeps in order by itself: sessions, telemetry, personal values and their keys,
//! contents of attachments, the outbox.

use std::sync::Arc;
use std::time::Duration;

use access::Access;
use async_trait::async_trait;
use base::{Clock, Label};
use files::Files;
use jobs::{About, Alone, Failure, Outcome, Reconcile, Stand};
use journal::Journal;
use loops::Cases;
use map::CityMap;
use metric::Metrics;
use outbox::{Channel, ChannelName, Deliverer, Limits, LimitsError, Outbox};
use register::{Catalogue, Indexer, Ledger};
use routing::{Refreshed, RoadBook};
use seal::Seal;
use store::{Store, TableKind};
use tokio::sync::watch;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// How long a session that ended stays in its table; its journalled record stays for ever.
const KEEP_ENDED: Duration = Duration::from_secs(7 * DAY.as_secs());
/// How long readings stay in SQLite's main file, where the gateway looks for resends.
const KEEP_AT_HAND: Duration = DAY;
/// How long sent messages are kept. Their keys are known as long: an effect asked for again under
/// the same key later than this is delivered again.
const KEEP_SENT: Duration = Duration::from_secs(30 * DAY.as_secs());

/// Brings the pack's townships and villages into a house that has none.
pub(crate) struct RegionTree {
    pub(crate) regions: Ledger,
    pub(crate) csv: String,
}

#[async_trait]
impl Reconcile for RegionTree {
    fn about(&self) -> About {
        let label = Label::new("乡镇与村入库", "Townships and villages brought in");
        About::new("region_tree", label)
    }

    fn period(&self) -> Duration {
        DAY
    }

    fn alone(&self) -> Alone {
        Alone::House
    }

    async fn reconcile(&self) -> Result<Outcome, Failure> {
        let brought = city::facts::load_tree(&self.regions, &self.csv).await?;
        let label = Label::new("个乡镇、村已入库", "townships and villages brought in");
        Ok(Outcome::nothing().with(label, brought))
    }
}

/// 路网 looks for roads that were brought in. Every process has its own file.
pub(crate) struct RoadFile(pub(crate) RoadBook);

#[async_trait]
impl Reconcile for RoadFile {
    fn about(&self) -> About {
        About::new("road_file", Label::new("路网更新", "Roads brought in"))
    }

    fn period(&self) -> Duration {
        Duration::from_secs(10)
    }

    fn alone(&self) -> Alone {
        Alone::Process
    }

    async fn reconcile(&self) -> Result<Outcome, Failure> {
        let book = self.0.clone();
        let refreshed = tokio::task::spawn_blocking(move || book.refresh()).await??;
        let is_new = u64::from(refreshed == Refreshed::New);
        let label = Label::new("个路网启用", "networks put to use");
        Ok(Outcome::nothing().with(label, is_new))
    }
}

/// Follows the clocks of cases: reminders, overdue, escalation.
pub(crate) struct CaseClocks(pub(crate) Cases);

#[async_trait]
impl Reconcile for CaseClocks {
    fn about(&self) -> About {
        About::new("case_clocks", Label::new("闭环时限", "Clocks of cases"))
    }

    fn period(&self) -> Duration {
        Duration::from_secs(60)
    }

    fn alone(&self) -> Alone {
        Alone::House
    }

    async fn reconcile(&self) -> Result<Outcome, Failure> {
        let tended = self.0.tend().await?;
        if let Some(reason) = tended.reason {
            return Err(Failure::new(reason));
        }
        Ok(Outcome::nothing()
            .with(Label::new("次提醒", "holders reminded"), tended.reminded)
            .with(Label::new("件逾期", "cases overdue"), tended.overdue)
            .with(Label::new("件上报", "cases escalated"), tended.escalated))
    }
}

/// Keeps the index of the registers; a row that waits for it is found all the same.
pub(crate) struct RegisterIndex {
    indexer: Indexer,
    catalogue: Arc<Catalogue>,
}

impl RegisterIndex {
    pub(crate) fn new(journal: &Journal, catalogue: &Arc<Catalogue>) -> Self {
        Self {
            indexer: Indexer::new(journal.store().clone(), journal.clock().clone()),
            catalogue: Arc::clone(catalogue),
        }
    }
}

#[async_trait]
impl Reconcile for RegisterIndex {
    fn about(&self) -> About {
        let label = Label::new("台账检索索引", "Search index of the registers");
        About::new("register_index", label)
    }

    fn period(&self) -> Duration {
        Duration::from_secs(2)
    }

    async fn reconcile(&self) -> Result<Outcome, Failure> {
        for def in self.catalogue.iter() {
            self.indexer.tend(def).await?;
        }
        Ok(Outcome::nothing())
    }
}

/// Keeps the counts of metrics right by the journal.
pub(crate) struct MetricCounts(pub(crate) Metrics);

#[async_trait]
impl Stand for MetricCounts {
    fn about(&self) -> About {
        About::new("metric_counts", Label::new("指标计数", "Counts of metrics"))
    }

    async fn stand(&self, stop: watch::Receiver<bool>) -> Result<(), Failure> {
        self.0.follow(stop).await;
        Ok(())
    }
}

/// Sees which layers of the map changed, for the tags of tiles.
pub(crate) struct MapChanges(pub(crate) CityMap);

#[async_trait]
impl Stand for MapChanges {
    fn about(&self) -> About {
        let label = Label::new("地图图层变更", "Changes of the map's layers");
        About::new("map_changes", label)
    }

    async fn stand(&self, stop: watch::Receiver<bool>) -> Result<(), Failure> {
        Ok(self.0.follow(stop).await?)
    }
}

/// Ends sessions that ran out and clears away those that ended long ago.
pub(crate) struct Sessions(pub(crate) Access);

#[async_trait]
impl Reconcile for Sessions {
    fn about(&self) -> About {
        About::new(
            "sessions",
            Label::new("登录会话清理", "Sessions put in order"),
        )
    }

    fn period(&self) -> Duration {
        HOUR
    }

    fn alone(&self) -> Alone {
        Alone::House
    }

    async fn reconcile(&self) -> Result<Outcome, Failure> {
        let tended = self.0.tend_sessions(KEEP_ENDED).await?;
        let ended = Label::new("个到期会话已结束", "sessions ended that had run out");
        let cleared = Label::new("个旧会话已清除", "old sessions cleared away");
        Ok(Outcome::nothing()
            .with(ended, tended.ended)
            .with(cleared, tended.cleared))
    }
}

/// Keeps telemetry in order: partitions ahead on PostgreSQL, old readings into their month's file
/// on SQLite.
pub(crate) struct Telemetry {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
}

#[async_trait]
impl Reconcile for Telemetry {
    fn about(&self) -> About {
        About::new("telemetry", Label::new("监测数据归月", "Readings by month"))
    }

    fn period(&self) -> Duration {
        HOUR
    }

    fn alone(&self) -> Alone {
        Alone::House
    }

    async fn reconcile(&self) -> Result<Outcome, Failure> {
        let now = self.clock.now();
        let tables: Vec<_> = crate::declared::schema()
            .of_kind(TableKind::Telemetry)
            .collect();
        self.store.prepare_months(&tables, now).await?;
        let old = now.minus(KEEP_AT_HAND);
        let moved = self.store.move_telemetry(&tables, old).await?;
        let label = Label::new("条数据已归入月份文件", "readings moved to their months");
        Ok(Outcome::nothing().with(label, moved))
    }
}

/// Wraps keys of personal values anew after a change of the master key; every hour, because another
/// process may still write under the earlier key.
pub(crate) struct PersonalKeys(pub(crate) Seal);

#[async_trait]
impl Reconcile for PersonalKeys {
    fn about(&self) -> About {
        let label = Label::new(
            "个人信息密钥更换",
            "Keys of personal values under the new master",
        );
        About::new("personal_keys", label)
    }

    fn period(&self) -> Duration {
        HOUR
    }

    fn alone(&self) -> Alone {
        Alone::House
    }

    async fn reconcile(&self) -> Result<Outcome, Failure> {
        let wrapped = self.0.rewrap().await?;
        let label = Label::new("个密钥已重新封装", "keys wrapped anew");
        Ok(Outcome::nothing().with(label, wrapped))
    }
}

/// Seals personal values that stand in the clear, as rows of older programs do, and forgets keys of
/// rows that never came to be.
pub(crate) struct PersonalValues(Vec<Ledger>);

impl PersonalValues {
    pub(crate) fn new(journal: &Journal, catalogue: &Arc<Catalogue>) -> Self {
        let ledger = |def| Ledger::new(def, journal.clone(), Arc::clone(catalogue));
        Self(catalogue.iter().map(ledger).collect())
    }
}

#[async_trait]
impl Reconcile for PersonalValues {
    fn about(&self) -> About {
        let label = Label::new("个人信息加密", "Personal values sealed");
        About::new("personal_values", label)
    }

    fn period(&self) -> Duration {
        HOUR
    }

    fn alone(&self) -> Alone {
        Alone::House
    }

    async fn reconcile(&self) -> Result<Outcome, Failure> {
        let mut sealed = 0;
        for ledger in &self.0 {
            sealed += ledger.seal_standing().await?;
        }
        let label = Label::new("条旧记录已加密", "older rows sealed");
        Ok(Outcome::nothing().with(label, sealed))
    }
}

/// Takes away contents that no attachment refers to.
pub(crate) struct AttachmentContents(pub(crate) Files);

#[async_trait]
impl Reconcile for AttachmentContents {
    fn about(&self) -> About {
        let label = Label::new(
            "无主附件清理",
            "Contents that no attachment refers to cleared away",
        );
        About::new("attachment_contents", label)
    }

    fn period(&self) -> Duration {
        HOUR
    }

    fn alone(&self) -> Alone {
        Alone::House
    }

    async fn reconcile(&self) -> Result<Outcome, Failure> {
        let swept = self.0.sweep().await?;
        let label = Label::new("个无主文件已清除", "files cleared away");
        Ok(Outcome::nothing().with(label, swept.gone))
    }
}

/// Clears messages that were sent long ago.
pub(crate) struct SentMessages(pub(crate) Outbox);

#[async_trait]
impl Reconcile for SentMessages {
    fn about(&self) -> About {
        let label = Label::new("已发消息清理", "Sent messages cleared away");
        About::new("sent_messages", label)
    }

    fn period(&self) -> Duration {
        HOUR
    }

    fn alone(&self) -> Alone {
        Alone::House
    }

    async fn reconcile(&self) -> Result<Outcome, Failure> {
        let mut gone = 0;
        for channel in ChannelName::ALL {
            gone += self.0.purge(channel, KEEP_SENT).await?;
        }
        let label = Label::new("条旧消息已清除", "old messages cleared away");
        Ok(Outcome::nothing().with(label, gone))
    }
}

/// Delivers what waits in the outbox, by the channels that are served.
pub(crate) struct Delivery(Deliverer);

impl Delivery {
    /// Delivery by these channels.
    pub(crate) fn by(outbox: Outbox, channels: Vec<Arc<dyn Channel>>) -> Result<Self, LimitsError> {
        let deliverer = channels
            .into_iter()
            .try_fold(Deliverer::new(outbox), |all, channel| {
                all.with(channel, Limits::default())
            })?;
        Ok(Self(deliverer))
    }
}

#[async_trait]
impl Stand for Delivery {
    fn about(&self) -> About {
        About::new(
            "delivery",
            Label::new("消息外发", "Messages delivered outside"),
        )
    }

    async fn stand(&self, stop: watch::Receiver<bool>) -> Result<(), Failure> {
        self.0.clone().run(stop).await;
        Ok(())
    }
}
