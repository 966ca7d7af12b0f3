/** A citizen with a telephone asks for information and holds the file in the end (R-P9); citizen reception is planned and read. */
import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import { audit } from "../support/audit.ts";
import { letterTo } from "../support/letters.ts";
import { test } from "../support/test.ts";
import { at } from "../support/world.ts";

const SITE = "soyte";
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const EMAIL = "ho.thi.hoi@vidu.vn";
const TITLE = "Kế hoạch phòng chống dịch mùa mưa năm 2026";
const PDF = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n");

/** A form sent faster than people write is a robot's. */
async function likeSomebodyWho(writes: () => Promise<void>): Promise<void> {
  const begun = Date.now();
  await writes();
  await expect.poll(() => Date.now() - begun, { timeout: 6_000 }).toBeGreaterThan(3_200);
}

/** The path of the link in a letter that begins so. */
const linkIn = (letter: string, begins: string): string => new RegExp(`${begins}/[0-9a-f]{64}`).exec(letter)?.[0] ?? "";

const desk = (page: Page): Promise<void> => page.setViewportSize({ width: 1280, height: 800 });
const phone = (page: Page): Promise<void> => page.setViewportSize({ width: 360, height: 740 });

test("from the question on a telephone to the file", async ({ house }) => {
  test.setTimeout(180_000);
  const citizen = await house.visitor(PHONE);
  await citizen.goto(at(SITE, "/yeu-cau-thong-tin"));
  await audit(citizen, "front page of requests for information");
  await phone(citizen);
  await citizen.getByRole("link", { name: /^Gửi yêu cầu/ }).click();
  await audit(citizen, "request form");
  await phone(citizen);
  // Opened anew: the ticket is fresh.
  await citizen.reload();
  await likeSomebodyWho(async () => {
    await citizen.locator("#f-name").fill("Hồ Thị Hỏi");
    await citizen.locator("#f-residence").fill("Thôn Ví Dụ, xã Mẫu");
    await citizen.locator("#f-identity").fill("0450 9900 1234");
    await citizen.locator("#f-email").fill(EMAIL);
    await citizen.locator("#f-title").fill(TITLE);
    await citizen.locator("#f-purpose").fill("Chuẩn bị cho lớp mẫu giáo");
  });
  // Without the box ticked the browser says so itself; then it is sent.
  await citizen.locator("#f-consent").check();
  await citizen.getByRole("button", { name: "Gửi yêu cầu" }).click();
  await expect(citizen.locator("h1")).toHaveText("Đã nhận yêu cầu của bạn");
  const [code = "", secret = ""] = await citizen.locator(".slip-code").allTextContents();
  await audit(citizen, "the request is taken");
  await phone(citizen);

  const confirm = linkIn(await letterTo(EMAIL, code), "/yeu-cau-thong-tin/xac-nhan");
  await citizen.goto(at(SITE, confirm));
  await audit(citizen, "confirming the address");
  await phone(citizen);
  await citizen.getByRole("button", { name: "Xác nhận" }).click();
  await expect(citizen.locator("h1")).toHaveText("Đã xác nhận địa chỉ");

  // The officer registers it, writes the answer, adds the file.
  const officer = await house.staff("officer");
  await officer.goto(at(SITE, "/quan-tri/yeu-cau-thong-tin"));
  await audit(officer, "list of requests for information");
  await desk(officer);
  await officer.getByRole("link", { name: TITLE }).click();
  const path = new URL(officer.url()).pathname;
  await expect(officer.locator("main")).not.toContainText("Hồ Thị Hỏi");
  await audit(officer, "a request for information");
  await desk(officer);
  await officer.getByRole("button", { name: "Tiếp nhận, vào sổ" }).click();
  await officer.locator(".acts").getByRole("link", { name: "Cung cấp thông tin" }).click();
  await audit(officer, "writing the answer");
  await desk(officer);
  await officer.locator("#f-text").fill("Gửi kèm kế hoạch đã ban hành.");
  await officer.getByRole("button", { name: "Lưu bản soạn" }).click();
  await officer.locator("#f-file").setInputFiles({ name: "Kế hoạch 45.pdf", mimeType: "application/pdf", buffer: PDF });
  await officer.getByRole("button", { name: "Thêm tệp" }).click();
  await expect(officer.locator(".file-name")).toHaveText("Kế hoạch 45.pdf");
  await audit(officer, "an answer with its file");
  await desk(officer);
  await officer.locator('[name="secrets"]').check();
  await officer.getByRole("button", { name: "Trình duyệt" }).click();

  const head = await house.staff("head");
  await head.goto(at(SITE, path));
  await audit(head, "before the approver");
  await desk(head);
  await head.getByRole("button", { name: "Duyệt và gửi" }).click();
  await expect(head.locator("main")).toContainText("Đã cung cấp thông tin");

  // The link gives the file once.
  const fetchPath = linkIn(await letterTo(EMAIL, "dùng được một lần"), "/yeu-cau-thong-tin/nhan");
  await citizen.goto(at(SITE, fetchPath));
  await audit(citizen, "fetching the file");
  await phone(citizen);
  const [download] = await Promise.all([citizen.waitForEvent("download"), citizen.getByRole("button", { name: "Nhận tệp" }).click()]);
  expect(download.suggestedFilename()).toBe("Kế hoạch 45.pdf");
  expect(readFileSync(await download.path())).toEqual(PDF);
  expect((await citizen.goto(at(SITE, fetchPath)))?.status()).toBe(410);
  await expect(citizen.locator("h1")).toHaveText("Liên kết không còn dùng được");

  // The citizen follows it with code and key, however they are typed.
  await citizen.goto(at(SITE, "/yeu-cau-thong-tin/tra-cuu"));
  await audit(citizen, "the look-up");
  await phone(citizen);
  await citizen.locator("#f-code").fill(code.toLowerCase().replaceAll("-", " "));
  await citizen.locator("#f-secret").fill(secret.replaceAll("-", ""));
  await citizen.getByRole("button", { name: "Xem yêu cầu" }).click();
  await expect(citizen.locator("main")).toContainText("Gửi kèm kế hoạch đã ban hành.");
  await audit(citizen, "a request as its sender sees it");
  await phone(citizen);
  await citizen.getByRole("button", { name: "In phiếu yêu cầu" }).click();
  await expect(citizen.locator(".official")).toContainText("Hồ Thị Hỏi");
  await audit(citizen, "the request on paper");
  await citizen.goto(at(SITE, "/yeu-cau-thong-tin/so-lieu"));
  await audit(citizen, "figures");
});

test("a reception is planned, approved and read", async ({ house }) => {
  test.setTimeout(120_000);
  const officer = await house.staff("officer");
  await officer.goto(at(SITE, "/quan-tri/tiep-cong-dan/moi"));
  await audit(officer, "planning a reception");
  await desk(officer);
  const day = new Date(Date.now() + 45 * 86_400_000).toISOString().slice(0, 10);
  await officer.locator("#f-post").fill("Phó Giám đốc Sở");
  await officer.locator("#f-receiver").fill("Ông Đỗ Văn Minh Họa");
  await officer.locator("#f-day").fill(day);
  await officer.getByRole("button", { name: "Lưu" }).click();
  await officer.locator("tr", { hasText: "Minh Họa" }).getByRole("button", { name: "Trình duyệt" }).click();
  const month = new URL(officer.url()).search;
  await audit(officer, "a month's plan");

  const head = await house.staff("head");
  await head.goto(at(SITE, `/quan-tri/tiep-cong-dan${month}`));
  await head.locator("tr", { hasText: "Minh Họa" }).getByRole("button", { name: "Duyệt và công bố" }).click();
  const citizen = await house.visitor(PHONE);
  await expect(async () => {
    await citizen.goto(at(SITE, `/lich-tiep-cong-dan${month}`));
    await expect(citizen.locator("main")).toContainText("Minh Họa", { timeout: 500 });
  }).toPass({ timeout: 5_000 });
  await audit(citizen, "the schedule of citizen reception");
  await citizen.goto(at(SITE, `/lich-tiep-cong-dan/in${month}`));
  await audit(citizen, "the schedule on paper");
});
