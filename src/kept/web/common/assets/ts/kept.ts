// Small scripts for pages that work without them. Each looks for its own marks in the page.
import { copyOnClick } from "./islands/copy";
import { keepDrafts } from "./islands/draft";
import { narrowLists } from "./islands/filter";
import { dressForms } from "./islands/forms";
import { startCountdown } from "./islands/countdown";
import { listenForKeys } from "./islands/keys";
import { closeMenus } from "./islands/menus";
import { startPalette } from "./islands/palette";
import { startPreviews } from "./islands/preview";
import { startRefreshing } from "./islands/refresh";
import { startTabs } from "./islands/tabs";
import { startWhy } from "./islands/why";
import { startPasskeys } from "./islands/passkeys";

document.documentElement.dataset.live = "";
startCountdown();
closeMenus();
copyOnClick();
dressForms();
narrowLists();
keepDrafts();
startTabs();
startWhy();
startPalette();
startPreviews();
startRefreshing();
startPasskeys();
listenForKeys();
