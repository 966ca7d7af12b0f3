import { test } from "../support/test.ts";
import { at } from "../support/world.ts";
test("shots", async ({ house }) => {
  test.setTimeout(180000);
  const shots: [any, string, string, string][] = [
    ["receiver", "quangtri", "/quan-tri/kien-nghi?tab=all", "list"],
    ["receiver", "quangtri", "/quan-tri/kien-nghi/1", "case1"],
    ["receiver", "quangtri", "/quan-tri/kien-nghi/1/viec/chuyen", "forward"],
    ["receiver", "quangtri", "/quan-tri/kien-nghi/8/viec/gop", "merge"],
    ["receiver", "quangtri", "/quan-tri/kien-nghi/moi", "entry"],
    ["officer", "soyte", "/quan-tri/kien-nghi", "unitlist"],
    ["officer", "soyte", "/quan-tri/kien-nghi/3/tra-loi", "answer"],
    ["officer", "soyte", "/quan-tri/kien-nghi/4", "case4"],
    ["officer", "soyte", "/quan-tri/kien-nghi/mau", "templates"],
    ["head", "soyte", "/quan-tri/kien-nghi/5/duyet", "approve"],
    ["platform", "quangtri", "/nen-tang/kien-nghi", "board"],
    ["platform", "quangtri", "/nen-tang/kien-nghi/soyte", "boardunit"],
  ];
  for (const [who, site, path, name] of shots) {
    const page = await house.staff(who);
    await page.goto(at(site, path));
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await page.screenshot({ path: `/tmp/petdesk/${name}-${width}.png`, fullPage: true });
    }
    await page.close();
  }
});
