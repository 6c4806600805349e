/** Setting somebody's password: it stands on the screen until the administrator has noted it, and nowhere else. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { ProblemNote } from "../shell/States";
import { setPassword } from "./accounts";
import { PasswordField } from "./PasswordField";

export function Password({ id }: { id: string }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const setting = useMutation({
    mutationFn: () => setPassword(id, text),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ["admin", "accounts"] }),
  });
  const leave = () => {
    setOpen(false);
    setText("");
    setTried(false);
    setting.reset();
  };
  return (
    <section className="block" aria-label={t("account.password")}>
      <header className="block-head"><h3>{t("account.password")}</h3></header>
      <div className="block-words">
        {setting.isSuccess ? (
          <div className="note" role="status">
            <p>{t("account.password_done")}</p>
            <p className="figures admin-secret">{text}</p>
            <p className="note-actions"><Button onClick={leave}>{t("account.password_hide")}</Button></p>
          </div>
        ) : isOpen ? (
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              setTried(true);
              if (text.length >= 10) setting.mutate();
            }}
          >
            <p className="soft">{t("account.password_means")}</p>
            <PasswordField label={t("account.password_new")} value={text} wrong={tried && text.length < 10} onChange={setText} />
            {setting.error === null ? null : <ProblemNote problem={asProblem(setting.error)} onDismiss={setting.reset} />}
            <p className="admin-acts">
              <Button type="primary" htmlType="submit" disabled={setting.isPending}>{t("account.password_set")}</Button>
              <Button onClick={leave}>{t("account.form.cancel")}</Button>
            </p>
          </form>
        ) : (
          <Button onClick={() => setOpen(true)}>{t("account.password_set")}…</Button>
        )}
      </div>
    </section>
  );
}
