/** Storage of the browser; where it is forbidden or full, nothing is remembered and nothing breaks. */

export function read(key: string, store: () => Storage = () => localStorage): string | null {
  try { return store().getItem(key); } catch { return null; }
}

export function write(key: string, value: string | null, store: () => Storage = () => localStorage): void {
  try {
    if (value === null) store().removeItem(key);
    else store().setItem(key, value);
  } catch { /* not remembered */ }
}
