/** Proof of work for forms anybody may send: found while the person writes, so that nothing waits for it. */
import { all, make } from "./page";

// SHA-256 of ticket:n with so many leading zero bits; `crypto.subtle` is there on https and localhost only,
// and without it the form is sent unproved.
async function find(ticket: string, bits: number): Promise<string> {
  const text = new TextEncoder();
  for (let n = 0; ; n++) {
    const hash = new DataView(await crypto.subtle.digest("SHA-256", text.encode(`${ticket}:${n}`)));
    if (Math.clz32(hash.getUint32(0)) >= bits) return String(n);
  }
}

export function proofs(): void {
  if (!globalThis.crypto?.subtle) return;
  for (const ticket of all<HTMLInputElement>("input[data-proof]")) {
    const form = ticket.form;
    if (!form) continue;
    const begin = (): void => {
      form.removeEventListener("focusin", begin);
      void find(ticket.value, Number(ticket.dataset.proof)).then((n) => {
        const proof = make("input", "");
        proof.type = "hidden";
        proof.name = "proof";
        proof.value = n;
        form.append(proof);
      });
    };
    form.addEventListener("focusin", begin);
  }
}
