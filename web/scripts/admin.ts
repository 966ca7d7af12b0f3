/** Pages behind the sign-in. */
import { ago } from "./ago";
import { directory } from "./directory";
import { counters, focusOnFault, once } from "./forms";
import { keep, leave } from "./keep";
import { menu } from "./menu";
import { ready, reveal } from "./page";
import { passkeys } from "./passkey";
import { pick } from "./pick";
import { reading, recall } from "./reading";
import { rich } from "./rich";
import { share } from "./share";

recall();
ready(() => {
  reveal();
  reading();
  menu();
  share();
  directory();
  ago();
  rich();
  counters();
  keep();
  leave();
  pick();
  passkeys();
  once();
  focusOnFault();
});
