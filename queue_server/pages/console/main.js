// @ts-check
/** The officer's console opens here. */

import { openStaffPage } from "/door/staff.js"
import { Console } from "./console.js"

openStaffPage({ room: "console", roles: ["officer"], Page: Console })
