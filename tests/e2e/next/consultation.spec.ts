/** A draft is laid before people: from the Word file to the published answers (R-P6). */
import { audit } from "../support/audit.ts";
import { docxOf } from "../support/docx.ts";
import { expect, signIn, test } from "../support/test.ts";
import { at, read } from "../support/world.ts";

const SITE = "soyte";
const TITLE = "Dự thảo Quy chế tiếp nhận ý kiến người bệnh";

/** Twenty-one articles, each with two clauses. */
const paragraphs = [
  "QUY CHẾ",
  "Tiếp nhận ý kiến người bệnh",
  ...Array.from({ length: 21 }, (_, place) => [`Điều ${place + 1}. Nội dung thứ ${place + 1}`, "1. Tiếp nhận tại bàn hướng dẫn.", "2. Trả lời trong bảy ngày làm việc."]).flat(),
  "Nơi nhận:",
];

/** A minute of Vietnam's time, as the field takes it. */
const minute = (time: number): string => new Date(time + 7 * 3_600_000).toISOString().slice(0, 16);

test("a draft is commented on, answered and finished", async ({ house }) => {
  test.setTimeout(300_000);

  // The editor begins it; a kind without a legal minimum, so that it can close while the test waits.
  const editor = await house.visitor();
  await signIn(editor, "editor");
  await editor.goto(at(SITE, "/quan-tri/lay-y-kien/moi"));
  await audit(editor, "the form of a consultation");
  await editor.setViewportSize({ width: 1280, height: 900 });
  await editor.locator("#f-title").fill(TITLE);
  await editor.getByRole("radio", { name: /^Văn bản khác/ }).check();
  await editor.locator("#f-summary").fill("Người bệnh góp ý ở đâu, bao lâu thì được trả lời.");
  await editor.locator("#f-address").fill("Văn phòng Sở Y tế");
  await editor.locator("#f-contact").fill("Phòng Nghiệp vụ Y");
  const closes = Math.floor(Date.now() / 60_000) * 60_000 + 180_000;
  await editor.locator("#f-opens_at").fill(minute(Date.now()));
  await editor.locator("#f-closes_at").fill(minute(closes));
  await editor.locator("form.form .btn-main").click();
  await expect(editor).toHaveURL(/\/quan-tri\/lay-y-kien\/\d+/);
  const desk = new URL(editor.url()).pathname;
  const path = desk.replace("/quan-tri", "");

  // The Word file is cut into its articles.
  await editor.goto(at(SITE, `${desk}/van-ban`));
  await editor.locator("#f-file").setInputFiles({ name: "Dự thảo quy chế.docx", mimeType: "application/octet-stream", buffer: docxOf(paragraphs) });
  await editor.getByRole("button", { name: "Lấy văn bản từ tệp" }).click();
  await expect(editor.locator(".sum")).toHaveText("21 điều, 42 khoản, 0 điểm");
  await editor.goto(at(SITE, desk));
  await editor.getByRole("button", { name: "Trình duyệt" }).click();
  await expect(editor.locator(".item-side .badge").first()).toHaveText("Chờ duyệt");
  expect((await read(SITE, path)).status, "not public before somebody approved").toBe(404);

  // Somebody else approves.
  const approver = await house.visitor();
  await signIn(approver, "approver");
  await approver.goto(at(SITE, desk));
  await approver.getByRole("button", { name: "Duyệt và công bố" }).click();
  await expect(approver.locator(".item-side .badge").first()).toHaveText("Đang lấy ý kiến");

  // A citizen on a phone comments on clause 2 of article 5.
  const citizen = await house.visitor({ viewport: { width: 360, height: 740 } });
  await citizen.goto(at(SITE, "/lay-y-kien"));
  await citizen.getByRole("link", { name: TITLE }).click();
  await citizen.locator("#d5-k2").getByRole("link", { name: /^Góp ý/ }).click();
  const asked = Date.now();
  await expect(citizen.locator("blockquote")).toContainText("2. Trả lời trong bảy ngày làm việc.");
  await expect(citizen.locator("#f-place")).toHaveValue("d5-k2");
  await citizen.locator("#f-body").fill("Bảy ngày là lâu, đề nghị ba ngày.");
  await citizen.locator("#f-name").fill("Lê Thị Thử Nghiệm");
  await citizen.locator('[name="consent"]').check();
  // Nobody writes faster than the guard against robots allows.
  await expect.poll(() => Date.now(), { timeout: 5_000 }).toBeGreaterThan(asked + 3_200);
  await citizen.getByRole("button", { name: "Gửi ý kiến" }).click();
  await expect(citizen.locator("h1")).toHaveText("Đã nhận ý kiến của bạn");
  expect((await read(SITE, `${path}/y-kien`)).text).not.toContain("Bảy ngày là lâu");

  // It is looked at, and shown without the name.
  await approver.goto(at(SITE, `${desk}/y-kien`));
  await approver.getByRole("link", { name: /Bảy ngày là lâu/ }).click();
  await audit(approver, "an opinion on the desk");
  await approver.setViewportSize({ width: 1280, height: 900 });
  await approver.getByRole("button", { name: "Công bố", exact: true }).click();
  await expect(approver.locator(".flash")).toHaveText("Đã công bố ý kiến.");
  await expect.poll(async () => (await read(SITE, `${path}/y-kien?noi=d5-k2`)).text).toContain("Bảy ngày là lâu");
  expect((await read(SITE, `${path}/y-kien`)).text).not.toContain("Thử Nghiệm");
  await citizen.goto(at(SITE, `${path}/gop-y?noi=d5-k2`));
  await audit(citizen, "the form of an opinion");
  await citizen.goto(at(SITE, path));
  await audit(citizen, "an open consultation");

  // It closes by itself, at its minute.
  await expect.poll(async () => (await read(SITE, path)).text, { timeout: 200_000, intervals: [1_000] }).toContain("Đã hết thời hạn góp ý");
  expect(Date.now()).toBeGreaterThanOrEqual(closes);
  expect((await read(SITE, `${path}/gop-y`)).status).toBe(409);

  // The table: made, answered, put forward, taken out.
  await editor.goto(at(SITE, `${desk}/tong-hop`));
  await editor.getByRole("button", { name: "Lập bảng từ các ý kiến" }).click();
  await editor.getByRole("link", { name: /^Trả lời/ }).click();
  await editor.getByRole("radio", { name: /^Tiếp thu một phần/ }).check();
  await editor.locator("#f-answer").fill("Sửa thành năm ngày làm việc.");
  await editor.getByRole("button", { name: "Lưu nội dung trả lời" }).click();
  await audit(editor, "the table on the desk");
  await editor.setViewportSize({ width: 1280, height: 900 });
  const [download] = await Promise.all([editor.waitForEvent("download"), editor.getByRole("link", { name: "Tải bản Word" }).click()]);
  expect(download.suggestedFilename()).toMatch(/^bang-tong-hop-giai-trinh-\d+\.docx$/);
  await editor.goto(at(SITE, desk));
  await editor.getByRole("button", { name: "Trình duyệt bảng giải trình" }).click();
  await approver.goto(at(SITE, desk));
  await approver.getByRole("button", { name: "Duyệt và công bố bảng giải trình" }).click();
  await expect(approver.locator(".item-side .badge").first()).toHaveText("Hoàn tất");
  await audit(approver, "a finished consultation on the desk");

  // Readers find the answers.
  await citizen.setViewportSize({ width: 360, height: 740 });
  await citizen.goto(at(SITE, path));
  await citizen.getByRole("link", { name: "Xem bảng tổng hợp, tiếp thu, giải trình" }).click();
  await expect(citizen.locator("main")).toContainText("Tiếp thu một phần. Sửa thành năm ngày làm việc.");
  await expect(citizen.locator("main")).toContainText("Khoản 2 Điều 5");
  await expect(citizen.locator(".attachments a")).toHaveCount(2);
  await audit(citizen, "the published table");
});

test("the list and the pages of drafts read well on any screen", async ({ house }) => {
  const visitor = await house.visitor();
  await visitor.goto(at(SITE, "/lay-y-kien"));
  await audit(visitor, "the list of consultations");
  await visitor.setViewportSize({ width: 1280, height: 900 });
  await visitor.locator(".consult-title a").first().click();
  await audit(visitor, "a consultation of the demo");
});
