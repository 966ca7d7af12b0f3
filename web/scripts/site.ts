/** Public pages. Loaded in the head without defer, so that the reader's theme is there before the first paint. */
import { ago } from "./ago";
import { directory } from "./directory";
import { counters, focusOnFault, once } from "./forms";
import { keep } from "./keep";
import { menu } from "./menu";
import { ready, reveal } from "./page";
import { reading, recall } from "./reading";
import { proofs } from "./proof";
import { send } from "./send";
import { readAloud, share } from "./share";
import { suggest } from "./suggest";

recall();
ready(() => {
  reveal();
  reading();
  menu();
  share();
  readAloud();
  directory();
  ago();
  counters();
  keep();
  proofs();
  send();
  suggest();
  once();
  focusOnFault();
});
