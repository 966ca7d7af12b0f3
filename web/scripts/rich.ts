/** A light editor over a text area marked `data-rich`. The text area stays the field of the form; the server cleans again. */
import { all, make } from "./page";

const KEPT = new Set("P H2 H3 H4 UL OL LI STRONG EM A BLOCKQUOTE TABLE CAPTION THEAD TBODY TR TH TD BR HR FIGURE FIGCAPTION IMG SUB SUP".split(" "));
const DROPPED = new Set("SCRIPT STYLE META LINK TITLE HEAD OBJECT EMBED IFRAME SVG TEMPLATE INPUT TEXTAREA SELECT BUTTON".split(" "));
const RENAMED: Record<string, string> = { B: "strong", I: "em", H1: "h2", H5: "h4", H6: "h4", DIV: "p" };
const BLOCK = /^(P|H[2-4]|UL|OL|LI|BLOCKQUOTE|TABLE|FIGURE|HR|DIV|SECTION|ARTICLE|H1)$/;
const ATTRIBUTES: Record<string, string[]> = { A: ["href"], IMG: ["src", "alt", "width", "height"], TD: ["colspan", "rowspan"], TH: ["colspan", "rowspan", "scope"], OL: ["start"] };
const SAFE = /^(https?:|mailto:|tel:|\/|#|\?)/i;

/** A copy of `from` with only what an article may hold: no styles, no classes, no foreign elements. */
function clean(from: Node, into: Node): void {
  for (const node of Array.from(from.childNodes)) {
    if (node.nodeType === Node.TEXT_NODE) { into.appendChild(document.createTextNode(node.textContent ?? "")); continue; }
    if (!(node instanceof Element) || DROPPED.has(node.tagName.toUpperCase())) continue;
    let name = node.tagName;
    if (name === "DIV" && Array.from(node.children).some((child) => BLOCK.test(child.tagName))) name = "";
    // word processors say bold and italic by style
    if (name === "SPAN") {
      const style = node.getAttribute("data-style") ?? "";
      if (/font-weight:\s*(bold|[6-9]00)/i.test(style)) name = "STRONG";
      else if (/font-style:\s*italic/i.test(style)) name = "EM";
    }
    if (name === "B" && /font-weight:\s*normal/i.test(node.getAttribute("data-style") ?? "")) name = "";
    name = RENAMED[name] ?? name;
    const href = node.getAttribute("href") ?? "";
    if (!KEPT.has(name.toUpperCase()) || (name === "A" && !SAFE.test(href)) || (name === "IMG" && !SAFE.test(node.getAttribute("src") ?? ""))) { clean(node, into); continue; }
    const copy = document.createElement(name);
    for (const attribute of ATTRIBUTES[name.toUpperCase()] ?? []) {
      const value = node.getAttribute(attribute);
      if (value !== null) copy.setAttribute(attribute, value);
    }
    clean(node, copy);
    if (/^(P|H[2-4]|LI|STRONG|EM)$/.test(copy.tagName) && !copy.textContent?.trim() && !copy.querySelector("img, br")) continue;
    into.appendChild(copy);
  }
}

/** Foreign styles and handlers renamed before parsing: the security policy would report each of them. */
const quiet = (html: string): string =>
  html.replace(/<style[\s\S]*?<\/style\s*>/gi, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1="));

export function cleaned(html: string): string {
  // the parser makes a document that runs nothing
  const parsed = new DOMParser().parseFromString(quiet(html), "text/html");
  const box = document.createElement("div");
  clean(parsed.body, box);
  // text that stands alone becomes a paragraph
  let run: HTMLElement | null = null;
  for (const node of Array.from(box.childNodes)) {
    if (node instanceof Element && BLOCK.test(node.tagName)) { run = null; continue; }
    if (!run && !node.textContent?.trim()) { if (!(node instanceof HTMLImageElement)) node.remove(); continue; }
    if (!run) { run = document.createElement("p"); node.before(run); }
    run.append(node);
  }
  return box.innerHTML.replace(/<\/(p|h[2-4]|ul|ol|blockquote|table|figure)>(?!\n)/g, "</$1>\n").trim();
}

const lines = (text: string): string =>
  text.trim().split(/\n\s*\n/).map((part) => { const p = make("p", "", part); return `<p>${p.innerHTML.replace(/\n/g, "<br>")}</p>`; }).join("");

type Tool = [key: string, face: string, command: string, value?: string];
const TOOLS: Tool[] = [
  ["bold", "B", "bold"], ["italic", "I", "italic"],
  ["h2", "H2", "formatBlock", "h2"], ["h3", "H3", "formatBlock", "h3"],
  ["ul", "•", "insertUnorderedList"], ["ol", "1.", "insertOrderedList"],
  ["quote", "“ ”", "formatBlock", "blockquote"], ["link", "", "link"], ["clear", "", "clear"],
];

function editor(area: HTMLTextAreaElement): void {
  const label = (key: string): string => area.getAttribute(`data-l-${key}`) ?? key;
  const name = area.labels?.[0];
  const box = make("div", "rich");
  const bar = make("div", "rich-bar");
  const text = make("div", "rich-text prose");
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", label("bar"));
  text.contentEditable = "true";
  text.setAttribute("role", "textbox");
  text.setAttribute("aria-multiline", "true");
  if (name) { text.setAttribute("aria-label", name.textContent?.trim() ?? ""); name.addEventListener("click", () => { if (!text.hidden) text.focus(); }); }
  for (const attribute of ["aria-describedby", "aria-invalid", "aria-required"]) {
    const value = area.getAttribute(attribute);
    if (value) { text.setAttribute(attribute, value); if (attribute === "aria-invalid") box.setAttribute(attribute, value); }
  }
  // the browser cannot point at a hidden required field; the server says it
  area.required = false;

  const load = (): void => { text.innerHTML = /<[a-z]/i.test(area.value) ? cleaned(area.value) : lines(area.value); if (!text.innerHTML) text.innerHTML = "<p><br></p>"; };
  const save = (): void => {
    const html = text.textContent?.trim() || text.querySelector("img, table, hr") ? cleaned(text.innerHTML) : "";
    if (html === area.value) return;
    area.value = html;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const buttons = new Map<string, HTMLButtonElement>();
  const button = (key: string, face: string, press: () => void): HTMLButtonElement => {
    const one = make("button", "", face ? "" : label(key));
    one.type = "button";
    one.title = label(key);
    if (face) {
      const shown = make("span", `rich-${key}`, face);
      shown.setAttribute("aria-hidden", "true");
      one.append(shown, make("span", "sr", label(key)));
    }
    one.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
    one.addEventListener("click", press);
    one.tabIndex = buttons.size ? -1 : 0;
    buttons.set(key, one);
    bar.append(one);
    return one;
  };

  const block = (): string => String(document.queryCommandValue("formatBlock")).toLowerCase();
  const state = (): void => {
    if (text.hidden || !text.contains(document.activeElement)) return;
    for (const [key, , command, value] of TOOLS) {
      if (command === "link" || command === "clear") continue;
      const pressed = value ? block() === value : document.queryCommandState(command);
      buttons.get(key)?.setAttribute("aria-pressed", String(pressed));
    }
  };
  const run = (command: string, value?: string): void => {
    text.focus();
    if (value && block() === value) document.execCommand(value === "blockquote" ? "outdent" : "formatBlock", false, "p");
    else document.execCommand(command, false, value);
    save();
    state();
  };

  // The address of a link is asked in a line under the tools, not in a window.
  let chosen: Range | null = null;
  const asker = make("div", "rich-link");
  asker.hidden = true;
  const address = make("input");
  address.type = "text";
  address.inputMode = "url";
  address.id = `${area.id}-address`;
  const ask = make("label", "", label("address"));
  ask.htmlFor = address.id;
  const done = make("button", "btn btn-small", label("link"));
  done.type = "button";
  asker.append(ask, address, done);
  const selectAgain = (): void => {
    text.focus();
    if (!chosen) return;
    const selection = getSelection();
    selection?.removeAllRanges();
    selection?.addRange(chosen);
  };
  const openLink = (): void => {
    const selection = getSelection();
    chosen = selection?.rangeCount && text.contains(selection.anchorNode) ? selection.getRangeAt(0).cloneRange() : null;
    const at = selection?.anchorNode instanceof Element ? selection.anchorNode : selection?.anchorNode?.parentElement;
    const old = at?.closest("a");
    if (old && text.contains(old) && chosen) chosen.selectNodeContents(old);
    address.value = (old && text.contains(old) ? old.getAttribute("href") : "") ?? "";
    asker.hidden = false;
    address.focus();
  };
  const setLink = (): void => {
    let href = address.value.trim();
    if (/^[\w-]+(\.[\w-]+)+(\/|$)/.test(href)) href = `https://${href}`;
    asker.hidden = true;
    selectAgain();
    if (!href) document.execCommand("unlink");
    else if (SAFE.test(href)) {
      if (!chosen || chosen.collapsed) { const link = make("a", "", href); link.href = href; document.execCommand("insertHTML", false, link.outerHTML); }
      else document.execCommand("createLink", false, href);
    }
    save();
  };
  done.addEventListener("click", setLink);
  address.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); setLink(); }
    if (event.key === "Escape") { asker.hidden = true; selectAgain(); }
  });

  for (const [key, face, command, value] of TOOLS)
    button(key, face, () => {
      if (command === "link") return openLink();
      if (command === "clear") { text.focus(); document.execCommand("removeFormat"); document.execCommand("unlink"); return run("formatBlock", "p"); }
      run(command, value);
    });
  const source = button("source", "", () => {
    const toSource = !text.hidden;
    if (toSource) save(); else load();
    text.hidden = toSource;
    area.hidden = !toSource;
    asker.hidden = true;
    source.setAttribute("aria-pressed", String(toSource));
    for (const [key, one] of buttons) if (key !== "source") one.disabled = toSource;
    (toSource ? area : text).focus();
  });
  source.setAttribute("aria-pressed", "false");

  // one stop for the Tab key, arrows inside
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const list = Array.from(buttons.values()).filter((one) => !one.disabled);
    const at = list.indexOf(document.activeElement as HTMLButtonElement);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = list[(at + step + list.length) % list.length]!;
    for (const one of buttons.values()) one.tabIndex = one === next ? 0 : -1;
    next.focus();
  });

  text.addEventListener("input", save);
  text.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); openLink(); }
  });
  text.addEventListener("paste", (event) => {
    const data = event.clipboardData;
    if (!data) return;
    event.preventDefault();
    const html = data.getData("text/html");
    const wanted = html ? cleaned(html) : lines(data.getData("text/plain"));
    // one short paragraph joins the line it is pasted into
    const single = /^<p>((?:(?!<\/?p>)[\s\S])*)<\/p>$/.exec(wanted.trim());
    document.execCommand("insertHTML", false, single ? single[1] : wanted);
    save();
  });
  document.addEventListener("selectionchange", state);
  area.addEventListener("kept", load);
  area.form?.addEventListener("submit", () => { if (!text.hidden) save(); }, true);

  area.before(box);
  box.append(bar, asker, text, area);
  area.hidden = true;
  try { document.execCommand("defaultParagraphSeparator", false, "p"); document.execCommand("styleWithCSS", false, "false"); } catch { /* old browser */ }
  load();
  // what the browser shows is what will be compared: no false "unsaved changes"
  if (area.value) area.value = cleaned(text.innerHTML);
  // a link of the error summary leads here
  const here = (): void => { if (location.hash === `#${area.id}` && !text.hidden) text.focus(); };
  addEventListener("hashchange", here);
  document.addEventListener("click", (event) => { if ((event.target as Element).closest?.(`a[href="#${area.id}"]`) && !text.hidden) { event.preventDefault(); text.focus(); box.scrollIntoView({ block: "center" }); } });
}

export function rich(): void {
  all<HTMLTextAreaElement>("textarea[data-rich]").forEach(editor);
}
