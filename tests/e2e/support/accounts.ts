/** The accounts that `portal dev` prints the first time: login name, role and address of each, and one password. */
import { hostOf, type Account, type Who } from "./world.ts";

/** The site and the role, as it is printed, of each of the tests' people. */
const PEOPLE: Record<Who, [site: string, role: string]> = {
  collaborator: ["soyte", "Cộng tác viên"],
  editor: ["soyte", "Biên tập viên"],
  approver: ["soyte", "Người kiểm duyệt"],
  administrator: ["soyte", "Quản trị đơn vị"],
  receiver: ["quangtri", "Cán bộ xử lý kiến nghị"],
  officer: ["soyte", "Cán bộ xử lý kiến nghị"],
  head: ["soyte", "Thủ trưởng đơn vị"],
  neighbour: ["dongha", "Biên tập viên"],
  platform: ["quangtri", "Quản trị nền tảng"],
};

/** Reads lines like `  duyet.soyte  Người kiểm duyệt  http://soyte.quangtri.localhost:8080/dang-nhap`. */
export function accountsIn(said: string): Record<Who, Account> {
  const password = /Password of all: (\S+)/.exec(said)?.[1];
  if (!password) throw new Error(`the portal printed no password:\n${said}`);
  const found = {} as Record<Who, Account>;
  for (const [who, [site, role]] of Object.entries(PEOPLE) as [Who, [string, string]][]) {
    const login = new RegExp(`^\\s*(\\S+)\\s+${role}\\s+http://${hostOf(site).replaceAll(".", "\\.")}[:/]`, "m").exec(said)?.[1];
    if (!login) throw new Error(`the portal printed no ${role} of ${site}:\n${said}`);
    found[who] = { site, login, password };
  }
  return found;
}
