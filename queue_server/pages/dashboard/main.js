// @ts-check
/** The supervisor's page opens here. */

import { openStaffPage } from "/door/staff.js"
import { Dashboard } from "./dashboard.js"

openStaffPage({ room: "dashboard", roles: ["supervisor", "administrator", "receptionist"], Page: Dashboard })
