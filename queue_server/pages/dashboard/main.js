// @ts-check
/** The supervisor's page opens here. */

import { openStaffPage } from "/shared/staff/staff.js"
import { Dashboard } from "./dashboard.js"

openStaffPage({ room: "dashboard", roles: ["supervisor", "administrator", "receptionist"], Page: Dashboard })
