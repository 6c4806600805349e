/** Language, light and dark: the same two switches at the door and at the desk. */
import { useLanguage } from "./language";
import { useTheme, type ThemeChoice } from "./theme";

interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
}

/** A row of native radio buttons in a frame; arrow keys move, the choice is marked by shape and weight. */
export function Choice<T extends string>({ name, label, value, options, onChange }: { name: string; label: string; value: T; options: readonly Option<T>[]; onChange: (value: T) => void }) {
  return (
    <fieldset className="choice">
      <legend className="unseen">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={option.value === value ? "choice-on" : ""}>
          <input type="radio" name={name} value={option.value} checked={option.value === value} onChange={() => onChange(option.value)} />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function LanguageSwitch() {
  const { t, choose } = useLanguage();
  return (
    <Choice
      name="language"
      label={t("shell.language")}
      value={t.language}
      onChange={choose}
      // Each language is named in itself, whatever the screen speaks.
      options={[
        { value: "zh", label: "中文" },
        { value: "en", label: "English" },
      ]}
    />
  );
}

export function ThemeSwitch() {
  const { t } = useLanguage();
  const { choice, choose } = useTheme();
  const options: readonly Option<ThemeChoice>[] = [
    { value: "system", label: t("shell.theme.system") },
    { value: "light", label: t("shell.theme.light") },
    { value: "dark", label: t("shell.theme.dark") },
  ];
  return <Choice name="theme" label={t("shell.theme")} value={choice} onChange={choose} options={options} />;
}
