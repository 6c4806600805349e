/** A button with a panel under it: Escape and a press outside close it, the focus returns to the button. */
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useShortcut } from "../shell/shortcuts";

interface Props {
  readonly label: ReactNode;
  readonly title: string;
  /** A key that opens it. */
  readonly shortcut?: string;
  readonly className?: string;
  readonly children: (close: () => void) => ReactNode;
}

export function Drop({ label, title, shortcut, className = "bar-button", children }: Props) {
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  useShortcut([shortcut ?? ""], () => setOpen(true), shortcut !== undefined);
  useEffect(() => {
    if (!isOpen) return;
    panel.current?.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea, a[href], button")?.focus();
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && box.current?.contains(event.target) !== true) setOpen(false);
    };
    window.addEventListener("pointerdown", outside);
    return () => window.removeEventListener("pointerdown", outside);
  }, [isOpen]);
  const close = () => {
    setOpen(false);
    document.getElementById(id)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !isOpen) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  return (
    <span ref={box} className="drop" onKeyDown={onKeyDown}>
      <button id={id} type="button" className={className} title={title} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {label}
      </button>
      {isOpen ? (
        <div ref={panel} className="drop-panel" role="group" aria-label={title}>
          {children(close)}
        </div>
      ) : null}
    </span>
  );
}
