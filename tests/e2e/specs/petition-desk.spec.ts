/** A petition on its way: the province forwards it, the unit announces progress and answers, the head approves (R-P2). */
import { audit } from "../support/audit.ts";
import { DESK, act, inDays, openCase } from "../support/petition.ts";
import { expect, test } from "../support/test.ts";
import { at, read } from "../support/world.ts";

const TITLE = "Phòng khám xã thiếu ghế chờ cho người già";

test("from the provincial office to the sender", async ({ house }) => {
  // It came by telephone: the officer of the province enters it, and the slip is shown once.
  const receiver = await house.staff("receiver");
  await receiver.goto(at("quangtri", DESK));
  await audit(receiver, "the list of petitions");
  await receiver.setViewportSize({ width: 1280, height: 800 });
  await receiver.getByRole("link", { name: "Nhập kiến nghị" }).click();
  await audit(receiver, "entry of a petition");
  await receiver.setViewportSize({ width: 1280, height: 800 });
  await receiver.getByLabel("Điện thoại").first().check();
  await receiver.getByLabel("Phản ánh").check();
  await receiver.locator("#f-field").selectOption("health");
  await receiver.locator("#f-title").fill(TITLE);
  await receiver.locator("#f-body").fill("Người già phải đứng chờ khám ngoài hiên.");
  await receiver.locator("#f-name").fill("Người Gửi Thử");
  await receiver.getByRole("button", { name: "Lưu và in phiếu" }).click();
  await expect(receiver.locator("main")).toContainText("Mã bí mật");
  await audit(receiver, "the slip");
  await receiver.setViewportSize({ width: 1280, height: 800 });
  await receiver.getByRole("link", { name: "Mở hồ sơ" }).click();
  await expect(receiver.locator("main")).not.toContainText("Người Gửi Thử");
  await audit(receiver, "a petition");
  await receiver.setViewportSize({ width: 1280, height: 800 });
  await receiver.getByRole("button", { name: "Xem thông tin người gửi" }).click();
  await expect(receiver.locator("main")).toContainText("Người Gửi Thử");

  // It goes to the Department of Health.
  await openCase(receiver, "quangtri", TITLE);
  await act(receiver, "Chuyển đơn vị giải quyết");
  await audit(receiver, "forwarding");
  await receiver.setViewportSize({ width: 1280, height: 800 });
  await receiver.locator("#f-unit").selectOption("soyte");
  await receiver.getByRole("button", { name: "Chuyển đi" }).click();
  await expect(receiver.locator(".flash")).toContainText("Đã chuyển");

  // The unit takes it on and says how far it is.
  const officer = await house.staff("officer");
  await openCase(officer, "soyte", TITLE);
  await act(officer, "Nhận giải quyết");
  await act(officer, "Thông báo tiến độ");
  await officer.locator("#f-text").fill("Sở đang kiểm tra nhu cầu ghế chờ ở các phòng khám.");
  await officer.locator("#f-promised_on").fill(inDays(20));
  await officer.getByRole("button", { name: "Trình duyệt" }).click();

  const head = await house.staff("head");
  await openCase(head, "soyte", TITLE);
  await act(head, "Xem và duyệt");
  await head.getByRole("button", { name: "Duyệt và gửi thông báo" }).click();
  await expect(head.locator(".flash")).toContainText("Đã duyệt");

  // The answer, returned once and then approved.
  await openCase(officer, "soyte", TITLE);
  await act(officer, "Soạn trả lời");
  await audit(officer, "writing an answer");
  await officer.setViewportSize({ width: 1280, height: 800 });
  await officer.locator("#f-text").fill("Sở Y tế đã bổ sung 20 ghế chờ.");
  await officer.locator("#f-public_question").fill("Phòng khám xã thiếu ghế chờ.");
  await officer.locator("#f-public_answer").fill("Đã bổ sung 20 ghế chờ, gọi số 0912 345 678 nếu cần.");
  // The signed answer goes along, and everybody may have it.
  const signed = { name: "Cong van 12.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\n") };
  await officer.locator("#f-file1").setInputFiles(signed);
  await officer.locator("input[name=public_file]").first().check();
  await officer.getByRole("button", { name: "Trình duyệt" }).click();

  await openCase(head, "soyte", TITLE);
  await act(head, "Xem và duyệt");
  await expect(head.locator("main")).toContainText("nghi là thông tin cá nhân");
  await expect(head.getByRole("link", { name: "Cong van 12.pdf" })).toBeVisible();
  await audit(head, "approving an answer");
  await head.setViewportSize({ width: 1280, height: 800 });
  await head.locator("#f-note").fill("Bỏ số điện thoại trong phần công khai.");
  await head.getByRole("button", { name: "Trả lại" }).click();

  await openCase(officer, "soyte", TITLE);
  await act(officer, "Soạn trả lời");
  await expect(officer.locator("main")).toContainText("Bỏ số điện thoại trong phần công khai.");
  await expect(officer.locator("input[name=kept]")).toBeChecked();
  await audit(officer, "writing an answer that came back with its file");
  await officer.setViewportSize({ width: 1280, height: 800 });
  await officer.locator("#f-public_answer").fill("Đã bổ sung 20 ghế chờ.");
  await officer.getByRole("button", { name: "Trình duyệt" }).click();

  await openCase(head, "soyte", TITLE);
  await act(head, "Xem và duyệt");
  await head.locator("#f-opened").check();
  await head.getByRole("button", { name: "Duyệt và gửi trả lời" }).click();
  await expect(head.locator("main")).toContainText("Đã công khai");

  // The provincial office sees that it is done; who sent it stands nowhere.
  await receiver.goto(at("quangtri", `${DESK}?tab=done`));
  await expect(receiver.locator("main")).toContainText(TITLE);
  expect((await read("quangtri", "/")).text).not.toContain("Người Gửi Thử");
});

test("the supervisor sees the units", async ({ house }) => {
  const supervisor = await house.staff("platform");
  await supervisor.goto(at("quangtri", "/nen-tang/kien-nghi"));
  await expect(supervisor.locator("main")).toContainText("Sở Y tế");
  await audit(supervisor, "the board of petitions");
  await supervisor.setViewportSize({ width: 1280, height: 800 });
  await supervisor.getByRole("link", { name: "Sở Y tế" }).click();
  await audit(supervisor, "a unit's petitions");
});
