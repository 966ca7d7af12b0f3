/** A petition from the telephone to the public answer; and nothing anywhere says who sent it (R-P1, R-P2, R-P4, R-P5). */
import { createHash } from "node:crypto";
import { crawl } from "../support/crawl.ts";
import { letterTo, letters } from "../support/letters.ts";
import { leaked, log } from "../support/log.ts";
import { DESK, PHONE, act, codes, fillIn, inDays, likeSomebodyWho, openCase, send, track, type Sent } from "../support/petition.ts";
import { expect, test } from "../support/test.ts";
import { at, read, world } from "../support/world.ts";

const SENT: Sent = {
  title: "Trạm y tế xã thiếu vắc-xin sởi",
  body: "Hai tháng nay trạm hẹn lại ba lần. Mong Sở cho biết bao giờ có vắc-xin.",
  field: "health",
  place: "Trạm y tế xã",
  name: "Hoàng Thị Kín Đáo",
  address: "Ngõ 97 Lối Khuất",
  email: "kin.dao@vidu.vn",
  phone: "0912 765 431",
};
/** However somebody may write it: spacing, accents, letters decomposed, a hash of the address. */
const TRACES = [
  SENT.name, SENT.name.normalize("NFD"), "Hoang Thi Kin Dao", "hoang-thi-kin-dao", "Kín Đáo",
  SENT.address, "Loi Khuat", SENT.email, "kin.dao", encodeURIComponent(SENT.email),
  "0912 765 431", "0912765431", "0912.765.431", "+84912765431",
  createHash("sha256").update(SENT.email).digest("hex"), createHash("md5").update(SENT.email).digest("hex"),
];
const PUBLIC = "Bao giờ trạm y tế xã có lại vắc-xin sởi";

const traces = (text: string): string[] => TRACES.filter((trace) => text.toLowerCase().includes(trace.toLowerCase()));

test("from a citizen's telephone to the public answer, and who sent it stands nowhere", async ({ house }) => {
  test.setTimeout(240_000);
  const phone = await house.visitor(PHONE);
  await phone.goto(at("quangtri", "/kien-nghi"));
  await phone.getByRole("link", { name: /^Câu hỏi Hỏi/ }).click();
  await likeSomebodyWho(() => fillIn(phone, SENT));
  await send(phone);
  const [code, secret] = await codes(phone);
  const letter = await letterTo(SENT.email, code);
  await phone.goto(/http\S+\/kien-nghi\/xac-nhan\/\S+/.exec(letter)?.[0] ?? "");
  await phone.getByRole("button", { name: "Xác nhận" }).click();

  // The provincial office forwards; the unit says how far it is.
  const receiver = await house.staff("receiver");
  await openCase(receiver, "quangtri", SENT.title);
  await act(receiver, "Chuyển đơn vị giải quyết");
  await receiver.locator("#f-unit").selectOption("soyte");
  await receiver.getByRole("button", { name: "Chuyển đi" }).click();
  const officer = await house.staff("officer");
  await openCase(officer, "soyte", SENT.title);
  await act(officer, "Nhận giải quyết");
  await act(officer, "Thông báo tiến độ");
  await officer.locator("#f-text").fill("Sở đang điều phối vắc-xin về các trạm.");
  await officer.locator("#f-promised_on").fill(inDays(20));
  await officer.getByRole("button", { name: "Trình duyệt" }).click();
  const head = await house.staff("head");
  await openCase(head, "soyte", SENT.title);
  await act(head, "Xem và duyệt");
  await head.getByRole("button", { name: "Duyệt và gửi thông báo" }).click();
  await letterTo(SENT.email, "đang điều phối vắc-xin");
  await track(phone, "quangtri", code, secret);
  await expect(phone.locator("main")).toContainText("đang điều phối vắc-xin");

  // The answer; the reader's text is not the sender's.
  await openCase(officer, "soyte", SENT.title);
  await act(officer, "Soạn trả lời");
  await officer.locator("#f-text").fill("Vắc-xin sởi đã có tại trạm từ hôm nay.");
  await officer.locator("#f-public_title").fill(PUBLIC);
  await officer.locator("#f-public_question").fill("Trạm y tế xã bao giờ có vắc-xin sởi?");
  await officer.locator("#f-public_answer").fill("Vắc-xin sởi đã có tại các trạm từ hôm nay.");
  await officer.getByRole("button", { name: "Trình duyệt" }).click();
  await openCase(head, "soyte", SENT.title);
  await act(head, "Xem và duyệt");
  await head.getByRole("button", { name: "Duyệt và gửi trả lời" }).click();
  await letterTo(SENT.email, "Vắc-xin sởi đã có tại trạm");
  await track(phone, "quangtri", code, secret);
  await phone.getByRole("button", { name: "Rất hài lòng" }).click();
  await expect(phone.locator("main")).toContainText("Cảm ơn");

  // Everything that anybody can read, at both sites, followed to the last link.
  for (const site of ["quangtri", "soyte"]) {
    const pages = await crawl(site, ["/", "/en", "/sitemap.xml", "/robots.txt", "/kien-nghi/rss.xml", "/du-lieu/kien-nghi.json", "/du-lieu/kien-nghi.csv", "/open311/v2/requests.json", "/open311/v2/requests.xml"]);
    expect(pages.size).toBeGreaterThan(60);
    expect([...pages].filter(([, text]) => text.includes(PUBLIC)).length, `pages of ${site} with the answer`).toBeGreaterThan(2);
    const leaks = [...pages].flatMap(([path, text]) => traces(text).map((trace) => `${path}: ${trace}`));
    expect(leaks, `the public site of ${site}`).toEqual([]);
    // Nor is it found by who sent it.
    for (const words of [SENT.name, SENT.email, SENT.phone ?? ""])
      for (const path of ["/kien-nghi/tra-loi?tim=", "/tim-kiem?q="]) {
        const { text } = await read(site, path + encodeURIComponent(words));
        expect(text).not.toContain(PUBLIC);
      }
  }
  // At the desk neither list nor record names the sender, and the name finds nothing.
  for (const [who, path] of [
    [officer, `${DESK}?tab=all`],
    [await house.staff("administrator"), "/quan-tri/nhat-ky"],
  ] as const)
    expect(traces((await (await who.goto(at("soyte", path)))?.text()) ?? ""), path).toEqual([]);
  await officer.goto(at("soyte", `${DESK}?tab=all&q=${encodeURIComponent(SENT.name)}`));
  await expect(officer.locator("main")).not.toContainText(SENT.title);
  // What the machine itself writes down, and what a letter says on its outside.
  expect(log().length).toBeGreaterThan(1_000);
  expect(traces(log()), "the log").toEqual([]);
  // Nor anything that opens a door.
  const cookies = await officer.context().cookies();
  expect(cookies.some((cookie) => cookie.name === "__Host-session")).toBe(true);
  const secrets = Object.fromEntries(cookies.filter((cookie) => cookie.name.startsWith("__Host-")).map(({ name, value }) => [name, value]));
  expect(leaked({ ...secrets, secret, password: world().accounts.officer.password }), "the log").toEqual([]);
  const subjects = letters().map((text) => /^Subject: (.*)$/m.exec(text)?.[1] ?? "");
  expect(subjects.length).toBeGreaterThan(3);
  expect(subjects.filter((subject) => traces(subject).length > 0 || subject.includes(SENT.title)), "subjects of letters").toEqual([]);
  // Letters to officials do not name the sender either.
  const elsewhere = letters().filter((text) => !text.includes(`To: ${SENT.email}\n`));
  expect(elsewhere.filter((text) => traces(text).length > 0), "letters to others").toEqual([]);
  expect(world().outbox).not.toBe("");
});
