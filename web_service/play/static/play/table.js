// The table page's one script: everything it needs, then the stream.

import "./story.js";
import "./doing.js";
import "./composer.js";
import "./dialog.js";
import "./actions.js";
import "./rules.js";
import "./tabs.js";
import "./voice.js";
import "../party/company.js";
import "../party/whispers.js";
import { openStream } from "./stream.js";

openStream();
