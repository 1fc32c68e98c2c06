// Everything here improves pages that already work without it.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  Header,
  NotificationBanner,
  PasswordInput,
  Radios,
  SkipLink,
  createAll,
} from "nhsuk-frontend";

import { setUpAutosave } from "./autosave.js";
import { setUpFilters } from "./filters.js";
import { setUpIdle } from "./idle.js";
import { setUpMenu } from "./menu.js";
import { setUpPageActions } from "./page-actions.js";
import { setUpPasskeys } from "./passkeys.js";
import { setUpProgress } from "./progress.js";
import { setUpScrollingTables } from "./scrolling-tables.js";

createAll(Header);
createAll(SkipLink);
createAll(Button, { preventDoubleClick: true });
createAll(ErrorSummary);
createAll(NotificationBanner);
createAll(Checkboxes);
createAll(Radios);
createAll(CharacterCount);
createAll(PasswordInput);

setUpAutosave();
setUpFilters();
setUpIdle();
setUpMenu();
setUpPageActions();
setUpPasskeys();
setUpProgress();
setUpScrollingTables();
