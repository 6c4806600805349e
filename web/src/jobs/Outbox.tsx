/** 待发箱: one line a channel; under each what was given up, why, and "try again". */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { asProblem } from "../api/problem";
import type { GivenUpMessage, OutboxChannel } from "../api/types";
import { useLanguage } from "../shell/language";
import { Loading, ProblemNote } from "../shell/States";
import { Ago } from "../time/Clocks";
import { givenUpQuery, retryChannel, retryMessage } from "./upkeep";
import { span } from "./words";

export function Outbox({ channels, mayRun }: { channels: readonly OutboxChannel[]; mayRun: boolean }) {
  const { t } = useLanguage();
  return (
    <>
      <table className="upkeep-table">
        <thead>
          <tr>
            <th scope="col">{t("outbox.column.channel")}</th>
            <th scope="col" className="right">{t("outbox.column.waiting")}</th>
            <th scope="col" className="right">{t("outbox.column.under_way")}</th>
            <th scope="col" className="right">{t("outbox.column.failing")}</th>
            <th scope="col" className="right">{t("outbox.column.given_up")}</th>
            <th scope="col" className="right">{t("outbox.column.sent")}</th>
            <th scope="col">{t("outbox.column.oldest")}</th>
            <th scope="col">{t("outbox.column.success")}</th>
            <th scope="col">{t("outbox.column.error")}</th>
          </tr>
        </thead>
        <tbody>
          {channels.map((channel) => (
            <ChannelRow key={channel.channel} channel={channel} />
          ))}
        </tbody>
      </table>
      {channels.filter((channel) => channel.given_up > 0).map((channel) => (
        <GivenUp key={channel.channel} channel={channel} mayRun={mayRun} />
      ))}
    </>
  );
}

function ChannelRow({ channel }: { channel: OutboxChannel }) {
  const { t } = useLanguage();
  const counts = ["waiting", "under_way", "failing", "given_up", "sent"] as const;
  return (
    <tr className="job" data-channel={channel.channel}>
      <th scope="row">
        <span className="job-name">{t.label("outbox.channel", channel.channel)}</span>
        <span className={channel.served || channel.waiting === 0 ? "soft job-rhythm" : "needs-you job-rhythm"}>{channel.served ? t("outbox.served") : t("outbox.not_served")}</span>
      </th>
      {counts.map((name) => (
        <td key={name} data-head={t(`outbox.column.${name}`)} className={`right figures${(name === "failing" || name === "given_up") && channel[name] > 0 ? " needs-you" : ""}`}>{channel[name]}</td>
      ))}
      <td data-head={t("outbox.column.oldest")}>{channel.oldest_waiting_s === null ? "—" : span(channel.oldest_waiting_s, t)}</td>
      <td data-head={t("outbox.column.success")}>{channel.last_success_at === null ? "—" : <Ago at={channel.last_success_at} />}</td>
      <td data-head={t("outbox.column.error")} className="job-done">
        {channel.last_error === null ? "—" : <><Ago at={channel.last_error.at} />{t("jobs.colon")}{channel.last_error.reason}</>}
      </td>
    </tr>
  );
}

function GivenUp({ channel, mayRun }: { channel: OutboxChannel; mayRun: boolean }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const list = useQuery({ ...givenUpQuery(channel.channel, channel.given_up), placeholderData: (before) => before });
  const onSettled = () => queries.invalidateQueries({ queryKey: ["upkeep"] });
  const one = useMutation({ mutationFn: retryMessage, onSettled });
  const all = useMutation({ mutationFn: () => retryChannel(channel.channel), onSettled });
  const failed = one.error ?? all.error;
  return (
    <section className="given-up" aria-label={t("outbox.given_up_of", { channel: t.label("outbox.channel", channel.channel) })}>
      <header className="upkeep-head">
        <h3>{t("outbox.given_up_of", { channel: t.label("outbox.channel", channel.channel) })}</h3>
        <span className="soft figures">{channel.given_up}</span>
        {mayRun ? <button type="button" className="bar-button" disabled={all.isPending} onClick={() => all.mutate()}>{t("outbox.all_again")}</button> : null}
      </header>
      {failed === null ? null : <ProblemNote problem={asProblem(failed)} onDismiss={() => { one.reset(); all.reset(); }} />}
      {list.data === undefined ? (
        list.error === null ? <Loading words={t("shell.loading")} /> : <ProblemNote problem={asProblem(list.error)} onRetry={() => void list.refetch()} />
      ) : (
        <ul className="given-up-list">
          {list.data.items.map((message) => (
            <Message key={message.id} message={message} mayRun={mayRun} asked={one.isPending && one.variables === message.id} onRetry={() => one.mutate(message.id)} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface MessageProps {
  readonly message: GivenUpMessage;
  readonly mayRun: boolean;
  readonly asked: boolean;
  readonly onRetry: () => void;
}

function Message({ message, mayRun, asked, onRetry }: MessageProps) {
  const { t } = useLanguage();
  return (
    <li className="given-up-message">
      <span className="given-up-to"><b>{message.recipient}</b> <span className="soft">{message.key}</span></span>
      <span className="given-up-why">{message.reason}</span>
      <span className="soft given-up-when">{t("outbox.attempts", { n: message.attempts })}{message.given_up_at === null ? null : <> · <Ago at={message.given_up_at} /></>}</span>
      {mayRun ? <button type="button" className="bar-button" disabled={asked} onClick={onRetry}>{t("outbox.again")}</button> : null}
    </li>
  );
}
