// @ts-check
/** The officer's console opens here. */

import { openStaffPage } from "/shared/staff/staff.js"
import { Console } from "./console.js"

openStaffPage({ room: "console", roles: ["officer"], Page: Console })
