/** Passkeys: forms marked `data-passkey="get|create"` ask the device first and send its answer. */
import { all } from "./page";

type Json = Record<string, any>;

const bytes = (text: string): ArrayBuffer => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
};

const text = (buffer: ArrayBuffer | null | undefined): string | null =>
  buffer ? btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "") : null;

const named = (list: Json[] | undefined): Json[] | undefined => list?.map((one) => ({ ...one, id: bytes(one.id) }));

/** What the server asks, as the browser takes it. */
function asked(options: Json): Json {
  const { publicKey: key } = options;
  return {
    publicKey: {
      ...key,
      challenge: bytes(key.challenge),
      ...(key.user && { user: { ...key.user, id: bytes(key.user.id) } }),
      ...(key.excludeCredentials && { excludeCredentials: named(key.excludeCredentials) }),
      ...(key.allowCredentials && { allowCredentials: named(key.allowCredentials) }),
    },
  };
}

/** What the device answers, as the server takes it. */
function answered(credential: PublicKeyCredential): string {
  const { response } = credential;
  const answer: Json = { clientDataJSON: text(response.clientDataJSON) };
  if (response instanceof AuthenticatorAttestationResponse) {
    answer.attestationObject = text(response.attestationObject);
    answer.transports = response.getTransports?.();
  } else {
    const assertion = response as AuthenticatorAssertionResponse;
    answer.authenticatorData = text(assertion.authenticatorData);
    answer.signature = text(assertion.signature);
    answer.userHandle = text(assertion.userHandle);
  }
  const { id, rawId, type } = credential;
  return JSON.stringify({ id, rawId: text(rawId), type, response: answer, extensions: {} });
}

async function ask(form: HTMLFormElement): Promise<void> {
  const begun = await fetch(form.dataset.begin ?? "", { method: "POST", headers: { accept: "application/json" } });
  if (!begun.ok) throw new Error(String(begun.status));
  const { options, state } = (await begun.json()) as Json;
  const create = form.dataset.passkey === "create";
  const credential = await (create ? navigator.credentials.create(asked(options)) : navigator.credentials.get(asked(options)));
  const field = (name: string): HTMLInputElement | null => form.querySelector(`input[name="${name}"]`);
  field("passkey")!.value = answered(credential as PublicKeyCredential);
  if (create) field("state")!.value = state;
  // the form's own way: nothing listens to it a second time
  form.submit();
}

export function passkeys(): void {
  for (const form of all<HTMLFormElement>("form[data-passkey]")) {
    const says = form.querySelector<HTMLElement>("[data-passkey-says]");
    const say = (words = ""): void => { if (says) says.textContent = words; };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.dataset.asking !== undefined) return;
      if (!("PublicKeyCredential" in window)) return say(form.dataset.missing);
      form.dataset.asking = "";
      say();
      ask(form).catch(() => { delete form.dataset.asking; say(form.dataset.failed); });
    });
  }
}
