/** The accounts that `portal dev` prints the first time: role, site, login name, password. */
import type { Account, Who } from "./world.ts";

const ROLES: Record<Who, string> = {
  collaborator: "collaborator",
  editor: "editor",
  approver: "approver",
  administrator: "unit-administrator",
  platform: "platform",
};

/** Reads lines like `  approver  soyte  duyet.soyte  k3-Fzv…`. */
export function accountsIn(said: string): Record<Who, Account> {
  const found = {} as Record<Who, Account>;
  const missing: string[] = [];
  for (const [who, role] of Object.entries(ROLES) as [Who, string][]) {
    const wanted = who === "platform" ? "quangtri" : "soyte";
    const line = new RegExp(`^\\s*${role}\\s+${wanted}\\s+(\\S+)\\s+(\\S+)\\s*$`, "m").exec(said);
    if (line?.[1] && line[2]) found[who] = { site: wanted, login: line[1], password: line[2] };
    else missing.push(who);
  }
  if (missing.length > 0) throw new Error(`the portal printed no account for: ${missing.join(", ")}\n${said}`);
  return found;
}
